package org.sealward.client;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be sent, and what the receivers are told of it.
 *
 * @param subjectId whom it shows, usually the patient: they may revoke it later
 * @param name shown to the receivers
 * @param mediaType such as {@code image/jpeg}
 * @param width pixels; null when not known
 * @param height pixels; null when not known
 */
public record OutgoingImage(
    Path file,
    UUID subjectId,
    String name,
    String mediaType,
    @Nullable Integer width,
    @Nullable Integer height) {

  /** A file under its own name, with the media type that the platform guesses. */
  public static OutgoingImage of(Path file, UUID subjectId) throws IOException {
    String guessed =
        Optional.ofNullable(Files.probeContentType(file)).orElse("application/octet-stream");
    String name = Objects.requireNonNull(file.getFileName(), "a file has a name").toString();
    return new OutgoingImage(file, subjectId, name, guessed, null, null);
  }

  /** Leaves out what is told to the receivers alone. */
  @Override
  public String toString() {
    return "OutgoingImage[REDACTED]";
  }
}
