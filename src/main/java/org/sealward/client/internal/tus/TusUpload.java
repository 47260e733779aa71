package org.sealward.client.internal.tus;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.UnreachableException;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;

/**
 * Uploads one file. After a broken line it asks how far the service came and goes on from there; it
 * gives up when several attempts in a row bring nothing forward. Used once.
 */
public final class TusUpload {
  /** Bytes in one request. */
  static final int PART = 4 << 20;

  /** For one part: 14 kB/s will do. */
  private static final Duration DEADLINE = Duration.ofMinutes(5);

  private static final int FRUITLESS_ATTEMPTS = 8;
  private static final String UPLOADS = "/v1/uploads";
  private static final Pattern OFFSET = Pattern.compile("\\d{1,18}");

  private final ServiceApi api;
  private final Backoff backoff;
  private final LongConsumer progress;

  /**
   * @param progress told how many bytes are on their way or there; falls back after a broken line
   */
  public TusUpload(ServiceApi api, Backoff backoff, LongConsumer progress) {
    this.api = api;
    this.backoff = backoff;
    this.progress = progress;
  }

  /**
   * Uploads {@code file}; returns when the service has stored all of it.
   *
   * @param id of the upload, chosen by the caller: creating it twice starts it over
   * @param metadata for {@code Upload-Metadata}
   * @throws SealwardException when the service refuses, or does not answer any more
   */
  public void run(Path file, String id, Map<String, String> metadata) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long length = channel.size();
      create(metadata, length);
      String path = UPLOADS + "/" + id;
      long offset = 0;
      long furthest = 0;
      int fruitless = 0;
      while (offset < length) {
        try {
          offset = append(path, channel, offset, Math.min(PART, length - offset));
        } catch (UnreachableException | ProblemException e) {
          if (!passing(e) || ++fruitless >= FRUITLESS_ATTEMPTS) {
            throw e;
          }
          sleep(backoff.before(fruitless - 1), e);
          HttpResponse<?> answer = api.send(tus("HEAD", path, true));
          offset = offset(answer, 0, length);
        }
        if (offset > furthest) {
          furthest = offset;
          fruitless = 0;
        }
        progress.accept(offset);
      }
    }
  }

  private void create(Map<String, String> metadata, long length) {
    Call call = tus("POST", UPLOADS, true);
    call.header("Upload-Length", Long.toString(length));
    call.header("Upload-Metadata", encoded(metadata));
    api.send(call);
  }

  private long append(String path, FileChannel file, long offset, long count) {
    Call call = tus("PATCH", path, false).deadline(DEADLINE);
    call.header("Upload-Offset", Long.toString(offset));
    call.body(
        "application/offset+octet-stream",
        () -> FilePart.publisher(file, offset, count, sent -> progress.accept(offset + sent)));
    return offset(api.send(call), offset + 1, offset + count);
  }

  private static Call tus(String method, String path, boolean idempotent) {
    Call call = Call.of(method, path, idempotent);
    return call.header("Tus-Resumable", "1.0.0");
  }

  private static long offset(HttpResponse<?> answer, long least, long most) {
    return answer
        .headers()
        .firstValue("Upload-Offset")
        .filter(text -> OFFSET.matcher(text).matches())
        .map(Long::parseLong)
        .filter(offset -> offset >= least && offset <= most)
        .orElseThrow(
            () ->
                new ProblemException(
                    answer.statusCode(),
                    ProblemException.NOT_UNDERSTOOD,
                    "an answer without an Upload-Offset that can be",
                    null));
  }

  /** Whether it is worth asking how far the upload came, and going on. */
  private static boolean passing(SealwardException failure) {
    if (!(failure instanceof ProblemException problem)) {
      return true;
    }
    return switch (problem.status()) {
      case 408, 423, 429, 502, 503, 504 -> true;
      default -> problem.is("upload-offset-mismatch") || problem.is("upload-broken-off");
    };
  }

  private static void sleep(Duration wait, SealwardException cause) {
    try {
      Thread.sleep(wait);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw cause;
    }
  }

  private static String encoded(Map<String, String> metadata) {
    return metadata.entrySet().stream()
        .map(
            entry ->
                entry.getKey()
                    + ' '
                    + Base64.getEncoder()
                        .encodeToString(entry.getValue().getBytes(StandardCharsets.UTF_8)))
        .collect(Collectors.joining(","));
  }
}
