package org.sealward.image;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.ServerHttpRequest;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Head;
import io.micronaut.http.annotation.Options;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.UUID;
import org.sealward.conversation.Members;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.limits.Limits;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** tus 1.0.0 for images. An upload's id is its image's id. */
@Tag(name = "Uploads")
@Controller("/v1/uploads")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class UploadController {
  private final Uploads uploads;
  private final ImageErasure erasure;
  private final Members members;
  private final Limits quota;
  private final ImageProperties limits;

  UploadController(
      Uploads uploads,
      ImageErasure erasure,
      Members members,
      Limits quota,
      ImageProperties limits) {
    this.uploads = uploads;
    this.erasure = erasure;
    this.quota = quota;
    this.members = members;
    this.limits = limits;
  }

  /** What the service speaks of tus, and the largest upload. */
  @Options
  @Secured(SecurityRule.IS_ANONYMOUS)
  HttpResponse<?> options() {
    return HttpResponse.noContent()
        .header(TusHeaders.TUS_EXTENSION, TusHeaders.EXTENSIONS)
        .header(TusHeaders.TUS_MAX_SIZE, String.valueOf(limits.maxLength()));
  }

  /** The same for an upload. */
  @Options("/{id}")
  @Secured(SecurityRule.IS_ANONYMOUS)
  HttpResponse<?> optionsOfUpload(UUID id) {
    return options();
  }

  /** Begins an upload into a conversation of the caller. */
  @Post(consumes = MediaType.ALL)
  @Problems({
    "tus-version-not-supported",
    "upload-not-valid",
    "conversation-not-found",
    "image-too-large",
    "upload-quota-exceeded",
    "image-exists",
    "storage-unavailable",
    "storage-full"
  })
  HttpResponse<?> create(Caller caller, HttpHeaders headers) {
    if (headers.contains(TusHeaders.UPLOAD_DEFER_LENGTH)) {
      throw new Problem(ImageProblem.UPLOAD_NOT_VALID, "The length has to be known.");
    }
    long length = TusHeaders.number(headers, TusHeaders.UPLOAD_LENGTH);
    if (length == 0) {
      throw new Problem(ImageProblem.UPLOAD_NOT_VALID, "No image is empty.");
    }
    UploadMetadata metadata =
        UploadMetadata.parse(TusHeaders.single(headers, TusHeaders.UPLOAD_METADATA));
    members.requireMember(metadata.conversationId(), caller.userId());
    quota.countUpload(caller.userId(), length);
    Uploads.Progress progress = uploads.create(caller.userId(), metadata, length);
    return expiring(
        HttpResponse.created(URI.create("/v1/uploads/" + metadata.imageId())), progress);
  }

  /** How much of an upload is stored. */
  @Head("/{id}")
  @Problems({"tus-version-not-supported", "upload-not-found", "storage-unavailable"})
  HttpResponse<?> progress(Caller caller, UUID id) {
    Uploads.Progress progress = uploads.progress(caller.userId(), id);
    return expiring(HttpResponse.ok(), progress)
        .header(TusHeaders.UPLOAD_OFFSET, String.valueOf(progress.offset()))
        .header(TusHeaders.UPLOAD_LENGTH, String.valueOf(progress.length()))
        .header(TusHeaders.UPLOAD_METADATA, progress.metadata())
        .header(HttpHeaders.CONTENT_LENGTH, "0");
  }

  /**
   * Stores the next bytes of an upload; with the last one it is an image. The body is taken from
   * the request only after every check, so that none waits for it.
   */
  @Patch(uri = "/{id}", consumes = TusHeaders.OFFSET_OCTET_STREAM)
  @Problems({
    "tus-version-not-supported",
    "upload-not-valid",
    "upload-broken-off",
    "upload-not-found",
    "upload-offset-mismatch",
    "upload-taken-over",
    "upload-finished",
    "upload-busy",
    "storage-unavailable",
    "storage-full"
  })
  HttpResponse<?> append(Caller caller, UUID id, ServerHttpRequest<?> request) throws IOException {
    long offset = TusHeaders.number(request.getHeaders(), TusHeaders.UPLOAD_OFFSET);
    try (InputStream body = new RequestBody(request.byteBody())) {
      Uploads.Progress progress =
          uploads.append(caller.userId(), id, offset, request.byteBody().expectedLength(), body);
      return expiring(HttpResponse.noContent(), progress)
          .header(TusHeaders.UPLOAD_OFFSET, String.valueOf(progress.offset()));
    }
  }

  /** A finished upload is deleted as long as its key was given to nobody. */
  @Delete("/{id}")
  @Problems({
    "tus-version-not-supported",
    "upload-not-found",
    "upload-finished",
    "upload-busy",
    "legal-hold",
    "storage-unavailable"
  })
  HttpResponse<?> terminate(Caller caller, UUID id) {
    if (!erasure.eraseUnclaimed(id, caller.userId(), caller.userId())) {
      uploads.terminate(caller.userId(), id);
    }
    return HttpResponse.noContent();
  }

  /** PATCH, DELETE or HEAD for clients that cannot send them, by {@code X-HTTP-Method-Override}. */
  @Post(uri = "/{id}", consumes = MediaType.ALL)
  @Problems({
    "tus-version-not-supported",
    "upload-not-valid",
    "upload-broken-off",
    "upload-not-found",
    "upload-offset-mismatch",
    "upload-taken-over",
    "upload-finished",
    "upload-busy",
    "legal-hold",
    "storage-unavailable",
    "storage-full"
  })
  HttpResponse<?> overridden(Caller caller, UUID id, ServerHttpRequest<?> request)
      throws IOException {
    return switch (TusHeaders.single(request.getHeaders(), TusHeaders.METHOD_OVERRIDE)) {
      case "PATCH" -> {
        requireOffsetStream(request);
        yield append(caller, id, request);
      }
      case "DELETE" -> terminate(caller, id);
      case "HEAD" -> progress(caller, id);
      default ->
          throw new Problem(GeneralProblem.METHOD_NOT_ALLOWED, "PATCH, DELETE or HEAD, please.");
    };
  }

  private static void requireOffsetStream(ServerHttpRequest<?> request) {
    if (!request
        .getContentType()
        .map(MediaType::getName)
        .filter(TusHeaders.OFFSET_OCTET_STREAM::equals)
        .isPresent()) {
      throw new Problem(
          GeneralProblem.UNSUPPORTED_MEDIA_TYPE, "Send " + TusHeaders.OFFSET_OCTET_STREAM);
    }
  }

  private static MutableHttpResponse<?> expiring(
      MutableHttpResponse<?> response, Uploads.Progress progress) {
    return progress.expiresAt() == null
        ? response
        : response.header(TusHeaders.UPLOAD_EXPIRES, TusHeaders.date(progress.expiresAt()));
  }
}
