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
  // Codes by mail, and what is typed for them, in an hour.
  private static final int CODES = 200;
  private static final int CODES_OF_ADDRESS = 10;
  private static final int CODES_OF_RECEIVER = 3;
  private static final int GUESSES_OF_ADDRESS = 30;
  private static final int GUESSES_OF_RECEIVER = 10;

  private final ClientAddress addresses;
  private final Clock clock;
  private final Allowance userRequests;
  private final Allowance addressRequests;
  private final Allowance addressSockets;
  private final Allowance uploadBytes;
  private final Allowance codes;
  private final Allowance codesOfAddress;
  private final Allowance codesOfReceiver;
  private final Allowance guessesOfAddress;
  private final Allowance guessesOfReceiver;
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
    codes = perHour(CODES, clock);
    codesOfAddress = perHour(CODES_OF_ADDRESS, clock);
    codesOfReceiver = perHour(CODES_OF_RECEIVER, clock);
    guessesOfAddress = perHour(GUESSES_OF_ADDRESS, clock);
    guessesOfReceiver = perHour(GUESSES_OF_RECEIVER, clock);
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

  /**
   * Counts a code that is to be mailed to somebody, of whom nobody knows whether they want it.
   *
   * @return false when they had enough: who asks is not told, since it is none of their business
   * @throws Problem {@link GeneralProblem#TOO_MANY_REQUESTS} when the address asks for too many, or
   *     all together do
   */
  public boolean countCode(HttpRequest<?> request, String receiver) {
    require(
        codesOfAddress.take(addresses.of(request), 1),
        GeneralProblem.TOO_MANY_REQUESTS,
        "The address asks for too many codes.");
    require(codes.take("", 1), GeneralProblem.TOO_MANY_REQUESTS, "Too many ask for codes.");
    if (!codesOfReceiver.take(receiver, 1).isZero()) {
      codes.giveBack("", 1);
      return false;
    }
    return true;
  }

  /** Takes back that a code was counted which is not mailed after all. */
  public void uncountCode(String receiver) {
    codesOfReceiver.giveBack(receiver, 1);
    codes.giveBack("", 1);
  }

  /**
   * Counts a code that somebody types.
   *
   * @throws Problem {@link GeneralProblem#TOO_MANY_REQUESTS}
   */
  public void countGuess(HttpRequest<?> request, String receiver) {
    require(
        guessesOfAddress.take(addresses.of(request), 1),
        GeneralProblem.TOO_MANY_REQUESTS,
        "The address tries too many codes.");
    require(
        guessesOfReceiver.take(receiver, 1),
        GeneralProblem.TOO_MANY_REQUESTS,
        "Too many codes were tried for it.");
  }

  private static Allowance perHour(long amount, Clock clock) {
    return new Allowance(amount, amount, Duration.ofHours(1), clock);
  }

  private static void require(Duration wait, ProblemType type, String detail) {
    if (!wait.isZero()) {
      throw new Problem(type, detail)
          .with(Map.of("Retry-After", Long.toString(wait.plusMillis(999).toSeconds())));
    }
  }
}
