package org.sealward.image;

import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.objects.Append;
import org.sealward.objects.ObjectStore;
import org.sealward.objects.ObjectStoreFullException;
import org.sealward.platform.Problem;

/**
 * Uploads by their owners. How far one is stands in the object store alone: a row is written only
 * when an upload begins, is prolonged or ends, so nothing here has to agree after a crash. An
 * upload whose last byte was stored, but which could not be finished then, is finished by the next
 * request that asks for its offset.
 *
 * <p>Each method throws {@link Problem} {@link ImageProblem#UPLOAD_NOT_FOUND} for an upload that
 * does not exist, has expired, or is another user's.
 */
@Singleton
class Uploads {
  /** From its beginning: S3 ends the parts of an upload after seven days. */
  private static final Duration LONGEST = Duration.ofDays(6);

  private final ImageRepository images;
  private final ObjectStore objects;
  private final UploadTurns turns;
  private final UploadRows rows;
  private final ImageProperties limits;
  private final Clock clock;

  Uploads(
      ImageRepository images,
      ObjectStore objects,
      UploadTurns turns,
      UploadRows rows,
      ImageProperties limits,
      Clock clock) {
    this.images = images;
    this.objects = objects;
    this.turns = turns;
    this.rows = rows;
    this.limits = limits;
    this.clock = clock;
  }

  /**
   * How far an upload is.
   *
   * @param offset bytes stored
   * @param length bytes of the whole
   * @param metadata the creation's {@code Upload-Metadata} header
   * @param expiresAt null once all bytes are there
   */
  record Progress(long offset, long length, String metadata, @Nullable Instant expiresAt) {}

  /**
   * Begins an upload. The owner beginning one again that is not finished starts it over: whoever
   * lost the answer to a creation cannot know whether there was one.
   *
   * @param length bytes of the whole, at least 1
   */
  Progress create(UUID ownerId, UploadMetadata metadata, long length) {
    if (length > limits.maxLength()) {
      throw new Problem(
          ImageProblem.IMAGE_TOO_LARGE, "At most " + limits.maxLength() + " bytes are taken.");
    }
    UUID id = metadata.imageId();
    try (var _ = turns.take(ownerId, id)) {
      images.findOwn(id, ownerId).ifPresent(this::startOver);
      UUID objectKey = storing(this::beginObject);
      Instant now = now();
      Instant expiresAt = expiry(now, now);
      if (!rows.begin(ownerId, objectKey, metadata, length, now, expiresAt)) {
        objects.delete(objectKey);
        throw taken();
      }
      return new Progress(0, length, metadata.header(), expiresAt);
    }
  }

  /** Tells how far an upload is; what is counted is durable. Stops a request that still writes. */
  Progress progress(UUID ownerId, UUID id) {
    requireOwn(ownerId, id);
    try (var _ = turns.take(ownerId, id)) {
      ImageRow upload = requireOwn(ownerId, id);
      long offset = upload.isStored() ? upload.length() : objects.length(upload.objectKey());
      return offset == upload.length() ? finished(upload) : unfinished(upload, offset);
    }
  }

  /**
   * Stores what {@code body} yields, to its end. When the connection breaks, or the disk is full,
   * what came before stays. Stops an older request that still writes to the upload.
   *
   * @param offset where the body belongs, in bytes
   * @param announced bytes of the body, if known
   */
  Progress append(UUID ownerId, UUID id, long offset, OptionalLong announced, InputStream body) {
    requireOwn(ownerId, id);
    try (UploadTurns.Turn turn = turns.take(ownerId, id)) {
      ImageRow upload = requireOwn(ownerId, id);
      if (upload.isStored()) {
        throw new Problem(ImageProblem.UPLOAD_FINISHED, "All bytes are there.");
      }
      long missing = upload.length() - offset;
      if (missing < 0) {
        throw elsewhere();
      }
      if (announced.orElse(0) > missing) {
        throw tooLong();
      }
      Instant expiresAt = prolong(upload);
      InputStream source = turn.stoppable(body);
      Append outcome = storing(() -> objects.append(upload.objectKey(), offset, source, missing));
      return switch (outcome) {
        case Append.WrongOffset _ -> throw elsewhere();
        case Append.Broken(_, IOException cause) -> throw brokenOff(cause);
        case Append.Stored(long length) when length < upload.length() ->
            new Progress(length, upload.length(), upload.uploadMetadata(), expiresAt);
        case Append.Stored _ -> {
          requireEnd(source);
          yield finished(upload);
        }
      };
    }
  }

  /** Ends an unfinished upload and deletes its bytes. */
  void terminate(UUID ownerId, UUID id) {
    requireOwn(ownerId, id);
    try (var _ = turns.take(ownerId, id)) {
      discard(requireOwn(ownerId, id));
    }
  }

  private ImageRow requireOwn(UUID ownerId, UUID id) {
    return images
        .findOwn(id, ownerId)
        .filter(upload -> upload.expiresAt() == null || upload.expiresAt().isAfter(clock.instant()))
        .orElseThrow(
            () -> new Problem(ImageProblem.UPLOAD_NOT_FOUND, "It may have expired; begin anew."));
  }

  private UUID beginObject() {
    UUID objectKey = UUID.randomUUID();
    objects.create(objectKey);
    return objectKey;
  }

  private void startOver(ImageRow upload) {
    if (upload.isStored()) {
      throw taken();
    }
    discard(upload);
  }

  private static Problem taken() {
    return new Problem(ImageProblem.IMAGE_EXISTS, "Choose another image id.");
  }

  /** The row first: bytes without a row are found and swept, a row without bytes is a fault. */
  private void discard(ImageRow upload) {
    if (images.deleteUpload(upload.id(), upload.objectKey()) == 0) {
      throw new Problem(
          ImageProblem.UPLOAD_FINISHED, "It was granted to somebody: delete the image.");
    }
    objects.delete(upload.objectKey());
  }

  private Instant prolong(ImageRow upload) {
    Instant expiresAt = expiry(upload.createdAt(), now());
    if (images.prolong(upload.id(), upload.objectKey(), expiresAt) == 0) {
      requireOwn(upload.ownerId(), upload.id()); // its row may have been deleted meanwhile
    }
    return expiresAt;
  }

  private Instant expiry(Instant createdAt, Instant now) {
    Instant last = createdAt.plus(LONGEST);
    Instant next = now.plus(limits.uploadLifetime());
    return next.isBefore(last) ? next : last;
  }

  private Progress finished(ImageRow upload) {
    if (!upload.isStored()) {
      rows.complete(upload);
    }
    return new Progress(upload.length(), upload.length(), upload.uploadMetadata(), null);
  }

  private static Progress unfinished(ImageRow upload, long offset) {
    return new Progress(offset, upload.length(), upload.uploadMetadata(), upload.expiresAt());
  }

  /** A body of unknown length may go on behind the upload's end. */
  private static void requireEnd(InputStream body) {
    try {
      if (body.read() >= 0) {
        throw tooLong();
      }
    } catch (IOException e) {
      throw brokenOff(e);
    }
  }

  private static Problem brokenOff(IOException cause) {
    return cause instanceof UploadTurns.TakenOverException
        ? new Problem(ImageProblem.UPLOAD_TAKEN_OVER, "Two requests went on with it at once.")
        : new Problem(ImageProblem.UPLOAD_BROKEN_OFF, "Go on where the upload stands.");
  }

  private static Problem elsewhere() {
    return new Problem(ImageProblem.UPLOAD_OFFSET_MISMATCH, "Ask for the offset with HEAD.");
  }

  private static Problem tooLong() {
    return new Problem(
        ImageProblem.UPLOAD_NOT_VALID, "The body goes on behind the upload's length.");
  }

  private static <T> T storing(Supplier<T> act) {
    try {
      return act.get();
    } catch (ObjectStoreFullException e) {
      throw new Problem(ImageProblem.STORAGE_FULL, "object store full", e);
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
