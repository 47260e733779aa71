package org.sealward.limits;

import io.micronaut.http.HttpRequest;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.ProblemType;

/** What is counted, for whom. Each node counts for itself. */
@Singleton
public class Limits {
  private final ClientAddress addresses;
  private final Clock clock;
  private final Allowance userRequests;
  private final Allowance addressRequests;
  private final Allowance addressSockets;
  private final Allowance uploadBytes;
  private final long uploadBytesPerDay;
  private final long socketFrames;

  Limits(LimitsProperties limits, ClientAddress addresses, Clock clock) {
    this.addresses = addresses;
    this.clock = clock;
    userRequests = Allowance.perMinute(limits.userRequests(), clock);
    addressRequests = Allowance.perMinute(limits.addressRequests(), clock);
    addressSockets = Allowance.perMinute(limits.addressSockets(), clock);
    uploadBytesPerDay = limits.uploadBytes();
    uploadBytes = new Allowance(uploadBytesPerDay, uploadBytesPerDay, Duration.ofDays(1), clock);
    socketFrames = limits.socketFrames();
  }

  void countRequest(HttpRequest<?> request) {
    require(
        addressRequests.take(addresses.of(request), 1),
        GeneralProblem.TOO_MANY_REQUESTS,
        "The address sends too many.");
  }

  void countRequest(String userId) {
    require(
        userRequests.take(userId, 1), GeneralProblem.TOO_MANY_REQUESTS, "The user sends too many.");
  }

  void countSocket(HttpRequest<?> handshake) {
    require(
        addressSockets.take(addresses.of(handshake), 1),
        GeneralProblem.TOO_MANY_REQUESTS,
        "The address opens too many WebSockets.");
  }

  /** A new connection's own count of the frames that it sends. */
  FrameCount frames() {
    return new FrameCount(socketFrames, clock);
  }

  /**
   * Counts what a user is about to upload.
   *
   * @throws Problem {@link LimitProblem#UPLOAD_QUOTA_EXCEEDED}
   */
  public void countUpload(UUID userId, long bytes) {
    if (bytes > uploadBytesPerDay) {
      throw new Problem(LimitProblem.UPLOAD_QUOTA_EXCEEDED, "It is more than a day allows.");
    }
    require(
        uploadBytes.take(userId.toString(), bytes),
        LimitProblem.UPLOAD_QUOTA_EXCEEDED,
        "The user may go on a little later.");
  }

  private static void require(Duration wait, ProblemType type, String detail) {
    if (!wait.isZero()) {
      throw new Problem(type, detail)
          .with(Map.of("Retry-After", Long.toString(wait.plusMillis(999).toSeconds())));
    }
  }
}
