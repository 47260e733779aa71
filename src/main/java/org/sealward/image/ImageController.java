package org.sealward.image;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpMethod;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Map;
import java.util.UUID;
import org.sealward.api.ImageMetadata;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** Images for their owners and for those who hold a grant. */
@Tag(name = "Images")
@Controller("/v1/images/{id}")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class ImageController {
  private final Images images;
  private final ImageErasure erasure;

  ImageController(Images images, ImageErasure erasure) {
    this.images = images;
    this.erasure = erasure;
  }

  /** What the service knows of an image. */
  @Get
  @Problems("image-not-found")
  ImageMetadata metadata(Caller caller, UUID id) {
    return images.readable(id, caller.userId()).shown();
  }

  /**
   * The ciphertext, or one range of it (RFC 9110 §14). The entity tag is the content digest in
   * base64url: it never changes, so a cache may keep what it has and only ask whether it still may.
   */
  @Get(uri = "/content", produces = MediaType.APPLICATION_OCTET_STREAM)
  @Problems({"image-not-found", "range-not-satisfiable"})
  HttpResponse<?> content(Caller caller, UUID id, HttpRequest<?> request) {
    ImageRow image = images.readable(id, caller.userId());
    HttpHeaders asked = request.getHeaders();
    EntityTag tag = EntityTag.of(image.digest());
    if (tag.isNamedBy(asked.get(HttpHeaders.IF_NONE_MATCH))) {
      return described(HttpResponse.notModified(), tag);
    }
    boolean ranged =
        request.getMethod() == HttpMethod.GET && tag.allowsRange(asked.get(HttpHeaders.IF_RANGE));
    String range = ranged ? asked.get(HttpHeaders.RANGE) : null;
    return switch (ByteRange.parse(range, image.length())) {
      case ByteRange.Whole _ -> sent(HttpResponse.ok(), tag, image, 0, image.length());
      case ByteRange.Part part ->
          sent(
              HttpResponse.status(HttpStatus.PARTIAL_CONTENT)
                  .header(
                      HttpHeaders.CONTENT_RANGE,
                      "bytes %d-%d/%d".formatted(part.first(), part.last(), image.length())),
              tag,
              image,
              part.first(),
              part.length());
      case ByteRange.Unsatisfiable _ ->
          throw new Problem(
                  ImageProblem.RANGE_NOT_SATISFIABLE, "It has " + image.length() + " bytes.")
              .with(Map.of(HttpHeaders.CONTENT_RANGE, "bytes */" + image.length()));
    };
  }

  /** The leaf hashes of the content tree in order, 32 bytes for each MiB of ciphertext. */
  @Get(uri = "/leaves", produces = MediaType.APPLICATION_OCTET_STREAM)
  @Problems("image-not-found")
  HttpResponse<?> leaves(Caller caller, UUID id) {
    return HttpResponse.ok(images.leaves(id, caller.userId()).toArray());
  }

  /** Deletes an image for its owner and for whom it shows. */
  @Delete
  @Problems("image-not-found")
  @Status(HttpStatus.NO_CONTENT)
  void erase(Caller caller, UUID id) {
    erasure.erase(id, caller.userId());
  }

  /** The length is said here, since an answer to HEAD has no body to take it from. */
  private static HttpResponse<?> sent(
      MutableHttpResponse<Object> response,
      EntityTag tag,
      ImageRow image,
      long offset,
      long length) {
    return described(response, tag)
        .header(HttpHeaders.CONTENT_LENGTH, String.valueOf(length))
        .body(new ImageContent(image.objectKey(), offset, length));
  }

  private static MutableHttpResponse<Object> described(
      MutableHttpResponse<Object> response, EntityTag tag) {
    return response
        .header(HttpHeaders.ACCEPT_RANGES, "bytes")
        .header(HttpHeaders.ETAG, tag.text())
        .header(HttpHeaders.CACHE_CONTROL, "private, no-cache");
  }
}
