package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;

/**
 * A transparency log of the service (protocol §11). Apps pin that of the key log as a part of the
 * {@link Deployment}, since who serves a false log would serve a false key with it.
 *
 * @param name in the log's address, {@code /v1/logs/<name>}
 * @param origin the first line of its checkpoints
 * @param key its verifier key (C2SP signed-note)
 * @param witnesses verifier keys of those that are asked for cosignatures
 * @param quorum how many of them have cosigned every checkpoint that is served
 */
@Serdeable
public record LogDescription(
    String name, String origin, String key, List<String> witnesses, int quorum) {
  /** The name of the log of published keys. */
  public static final String KEYS = "keys";
}
