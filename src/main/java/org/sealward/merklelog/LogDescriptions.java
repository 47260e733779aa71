package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.sealward.api.LogDescription;
import org.sealward.platform.Problem;
import software.amazon.awssdk.core.exception.SdkException;

/** What readers have to know of the logs that this service keeps. */
@Singleton
public class LogDescriptions {
  private final List<MerkleLog> logs;
  private final WitnessProperties witnesses;

  LogDescriptions(List<MerkleLog> logs, WitnessProperties witnesses) {
    this.logs = List.copyOf(logs);
    this.witnesses = witnesses;
  }

  /**
   * Of the log of that name, when the service keeps one.
   *
   * @throws Problem {@link LogProblem#LOG_KEY_UNAVAILABLE}
   */
  public Optional<LogDescription> of(String name) {
    return logs.stream().filter(log -> log.name().equals(name)).map(this::description).findFirst();
  }

  List<LogDescription> all() {
    return logs.stream().map(this::description).toList();
  }

  private LogDescription description(MerkleLog log) {
    try {
      return new LogDescription(
          log.name(),
          log.origin(),
          log.signer().key().encode(),
          witnesses.keys(),
          witnesses.quorum());
    } catch (SdkException e) {
      throw new Problem(LogProblem.LOG_KEY_UNAVAILABLE, "KMS does not tell the key", e);
    }
  }
}
