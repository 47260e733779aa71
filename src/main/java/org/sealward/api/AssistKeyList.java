package org.sealward.api;

import io.micronaut.serde.annotation.Serdeable;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SignedAssistKey;

/**
 * To whom a secret for assisted decryption is sealed (protocol §10.1).
 *
 * @param signingKey Ed25519, 32 bytes, for whoever builds an app, to be pinned in it; null where
 *     the deployment decrypts nothing
 * @param keys of all processes of the service, 16 at most
 */
@Serdeable
public record AssistKeyList(@Nullable Bytes signingKey, List<SignedAssistKey> keys) {}
