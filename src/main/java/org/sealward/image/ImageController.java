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
import org.sealward.objects.ObjectStore;
import org.sealward.platform.Erasures;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/** Images for their owners and for those who hold a grant. */
@Tag(name = "Images")
@Controller("/v1/images/{id}")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class ImageController {
  private final Images images;
  private final ImageErasure erasure;
  private final ObjectStore objects;

  ImageController(Images images, ImageErasure erasure, ObjectStore objects) {
    this.images = images;
    this.erasure = erasure;
    this.objects = objects;
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
  @Problems({"image-not-found", "range-not-satisfiable", "storage-unavailable"})
  HttpResponse<?> content(Caller caller, UUID id, HttpRequest<?> request) {
    ImageRow image = images.readable(id, caller.userId());
    HttpHeaders asked = request.getHeaders();
    EntityTag tag = EntityTag.of(image.digest());
    if (tag.isNamedBy(asked.get(HttpHeaders.IF_NONE_MATCH))) {
      return described(HttpResponse.notModified(), tag);
    }
    boolean get = request.getMethod() == HttpMethod.GET;
    boolean ranged = get && tag.allowsRange(asked.get(HttpHeaders.IF_RANGE));
    String range = ranged ? asked.get(HttpHeaders.RANGE) : null;
    return switch (ByteRange.parse(range, image.length())) {
      case ByteRange.Whole _ -> {
        MutableHttpResponse<Object> response =
            sized(described(HttpResponse.ok(), tag), image.length());
        yield get ? sent(response, image, 0, image.length()) : response;
      }
      case ByteRange.Part part -> {
        MutableHttpResponse<Object> response =
            sized(described(HttpResponse.status(HttpStatus.PARTIAL_CONTENT), tag), part.length());
        response.header(
            HttpHeaders.CONTENT_RANGE,
            "bytes %d-%d/%d".formatted(part.first(), part.last(), image.length()));
        yield sent(response, image, part.first(), part.length());
      }
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

  /**
   * Deletes an image for its owner and for whom it shows. The header {@code Sealward-Receipt} is
   * the id of the deletion's receipt.
   */
  @Delete
  @Problems({"image-not-found", "legal-hold"})
  @Status(HttpStatus.NO_CONTENT)
  HttpResponse<Void> erase(Caller caller, UUID id) {
    return HttpResponse.<Void>noContent()
        .header(Erasures.RECEIPT_HEADER, erasure.erase(id, caller.userId()).toString());
  }

  /**
   * Opened before anything of the response is sent, so that a store that fails can be told. Nobody
   * closes it when the response is given up before it begins: the collector does.
   */
  private HttpResponse<?> sent(
      MutableHttpResponse<Object> response, ImageRow image, long offset, long length) {
    return response.body(new ImageContent(objects.read(image.objectKey(), offset, length), length));
  }

  /** Said here, since an answer to HEAD has no body to take it from. */
  private static MutableHttpResponse<Object> sized(
      MutableHttpResponse<Object> response, long length) {
    return response.header(HttpHeaders.CONTENT_LENGTH, String.valueOf(length));
  }

  private static MutableHttpResponse<Object> described(
      MutableHttpResponse<Object> response, EntityTag tag) {
    return response.header(HttpHeaders.ACCEPT_RANGES, "bytes").header(HttpHeaders.ETAG, tag.text());
  }
}
