package org.sealward.objects;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.Part;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.ServerSideEncryption;

/**
 * Requests to one bucket. What is stored is sent with its SHA-256, which S3 compares, and encrypted
 * under the key, or as the bucket's default says.
 *
 * <p>Every method throws {@link ObjectStoreException} when S3 is away or refuses.
 */
final class S3Bucket {
  private static final Logger LOG = LoggerFactory.getLogger(S3Bucket.class);
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int PRECONDITION_FAILED = 412;
  private static final int NO_SUCH_RANGE = 416;

  private final S3Client s3;
  private final String name;
  private final @Nullable String kmsKey;
  private volatile boolean keepsVersions;

  /**
   * @param kmsKey what new objects are encrypted under; null for what the bucket says
   */
  S3Bucket(S3Client s3, String name, @Nullable String kmsKey) {
    this.s3 = s3;
    this.name = name;
    this.kmsKey = kmsKey;
  }

  /**
   * Which content an object has.
   *
   * @param version null when the bucket keeps none
   */
  record Stamp(String tag, @Nullable String version) {}

  /** Makes something of an object's content, of so many bytes; asked again when the line breaks. */
  interface Reader<T> {
    T read(Stamp stamp, InputStream content, long length) throws IOException;
  }

  /** Whether S3 says that the bucket is not there, or not ours; false while it says nothing. */
  boolean isRefused() {
    try {
      s3.headBucket(r -> r.bucket(name));
      return false;
    } catch (S3Exception e) {
      return e.statusCode() < 500 && !e.isThrottlingException();
    } catch (SdkException _) {
      return false;
    }
  }

  <T> Optional<T> get(String object, Reader<T> reader) {
    return get(r -> r.bucket(name).key(object), reader);
  }

  /** The first bytes of an object, which is not empty. */
  <T> Optional<T> getStart(String object, int most, Reader<T> reader) {
    return get(r -> r.bucket(name).key(object).range("bytes=0-" + (most - 1)), reader);
  }

  private <T> Optional<T> get(Consumer<GetObjectRequest.Builder> request, Reader<T> reader) {
    return unlessMissing(
        "get",
        () ->
            s3.getObject(
                request,
                (GetObjectResponse answer, AbortableInputStream content) -> {
                  try {
                    return reader.read(
                        new Stamp(answer.eTag(), answer.versionId()),
                        content,
                        answer.contentLength());
                  } catch (IOException e) {
                    throw RetryableException.create("an object broke off", e);
                  }
                }));
  }

  /** The length of an object, in bytes. */
  Optional<Long> length(String object) {
    return unlessMissing(
        "ask for", () -> s3.headObject(r -> r.bucket(name).key(object)).contentLength());
  }

  /**
   * A range of an object, or as much of it as there is; empty when there is no such object.
   *
   * @throws IndexOutOfBoundsException when it begins behind the end
   */
  Optional<ResponseInputStream<GetObjectResponse>> get(String object, long first, long last) {
    return unlessMissing(
        "get",
        () -> {
          try {
            return s3.getObject(
                r -> r.bucket(name).key(object).range("bytes=" + first + "-" + last));
          } catch (S3Exception e) {
            if (e.statusCode() == NO_SUCH_RANGE) {
              throw new IndexOutOfBoundsException("the object ends before " + first);
            }
            throw e;
          }
        });
  }

  void put(String object, byte[] content, int length) {
    asking(
        "put",
        () ->
            s3.putObject(
                r -> described(r, object).checksumSHA256(sha256(new byte[0], content, length)),
                body(new byte[0], content, length)));
  }

  /**
   * Puts an object of two pieces in place of the content that the caller knows.
   *
   * @param known null for none
   * @return empty when it has another content by now
   */
  Optional<Stamp> put(
      String object, @Nullable Stamp known, byte[] header, byte[] rest, int length) {
    try {
      PutObjectResponse answer =
          s3.putObject(
              r -> {
                described(r, object).checksumSHA256(sha256(header, rest, length));
                if (known == null) {
                  r.ifNoneMatch("*");
                } else {
                  r.ifMatch(known.tag());
                }
              },
              body(header, rest, length));
      return Optional.of(new Stamp(answer.eTag(), answer.versionId()));
    } catch (S3Exception e) {
      if (e.statusCode() == PRECONDITION_FAILED || e.statusCode() == CONFLICT) {
        return Optional.empty();
      }
      throw failure("put", e);
    } catch (SdkException e) {
      throw failure("put", e);
    }
  }

  private PutObjectRequest.Builder described(PutObjectRequest.Builder request, String object) {
    request.bucket(name).key(object).checksumAlgorithm(ChecksumAlgorithm.SHA256);
    return kmsKey == null
        ? request
        : request
            .serverSideEncryption(ServerSideEncryption.AWS_KMS)
            .ssekmsKeyId(kmsKey)
            .bucketKeyEnabled(true);
  }

  /** Begins a multipart upload and returns its id. */
  String beginUpload(String object) {
    return asking(
            "begin",
            () ->
                s3.createMultipartUpload(
                    r -> {
                      r.bucket(name).key(object).checksumAlgorithm(ChecksumAlgorithm.SHA256);
                      if (kmsKey != null) {
                        r.serverSideEncryption(ServerSideEncryption.AWS_KMS)
                            .ssekmsKeyId(kmsKey)
                            .bucketKeyEnabled(true);
                      }
                    }))
        .uploadId();
  }

  /**
   * Stores a part of an upload, in place of one of that number.
   *
   * @param number from 1 on
   */
  CompletedPart uploadPart(String object, String upload, int number, byte[] bytes, int length) {
    String sha256 = sha256(new byte[0], bytes, length);
    String tag =
        asking(
                "put a part of",
                () ->
                    s3.uploadPart(
                        r ->
                            r.bucket(name)
                                .key(object)
                                .uploadId(upload)
                                .partNumber(number)
                                .checksumAlgorithm(ChecksumAlgorithm.SHA256)
                                .checksumSHA256(sha256),
                        body(new byte[0], bytes, length)))
            .eTag();
    return part(number, tag, sha256);
  }

  /**
   * The parts from the first on that have the full size; empty when there is no such upload.
   *
   * @param size in bytes
   */
  Optional<List<CompletedPart>> parts(String object, String upload, int size) {
    return unlessMissing(
        "list the parts of",
        () -> {
          List<CompletedPart> parts = new ArrayList<>();
          for (Part part :
              s3.listPartsPaginator(r -> r.bucket(name).key(object).uploadId(upload)).parts()) {
            if (part.partNumber() != parts.size() + 1 || part.size() != size) {
              break;
            }
            parts.add(part(part.partNumber(), part.eTag(), part.checksumSHA256()));
          }
          return parts;
        });
  }

  private static CompletedPart part(int number, String tag, @Nullable String sha256) {
    return CompletedPart.builder().partNumber(number).eTag(tag).checksumSHA256(sha256).build();
  }

  /**
   * Makes parts an object; nothing happens when the upload is no more.
   *
   * @param length of all parts, in bytes
   */
  void completeUpload(String object, String upload, List<CompletedPart> parts, long length) {
    unlessMissing(
        "complete",
        () ->
            s3.completeMultipartUpload(
                r ->
                    r.bucket(name)
                        .key(object)
                        .uploadId(upload)
                        .mpuObjectSize(length)
                        .multipartUpload(m -> m.parts(parts))));
  }

  /** Ends every unfinished upload of an object, with its parts. */
  void abortUploads(String object) {
    asking(
        "abort",
        () -> {
          s3.listMultipartUploadsPaginator(r -> r.bucket(name).prefix(object)).uploads().stream()
              .forEach(
                  upload ->
                      unlessMissing(
                          "abort",
                          () ->
                              s3.abortMultipartUpload(
                                  r ->
                                      r.bucket(name)
                                          .key(upload.key())
                                          .uploadId(upload.uploadId()))));
          return object;
        });
  }

  /** Deletes an object in all versions; hides it, where the role may not or a lock forbids it. */
  void erase(String object) {
    asking(
        "delete",
        () -> {
          try {
            s3.listObjectVersionsPaginator(r -> r.bucket(name).prefix(object)).stream()
                .forEach(
                    page -> {
                      page.versions().forEach(v -> eraseVersion(object, v.versionId()));
                      page.deleteMarkers().forEach(v -> eraseVersion(object, v.versionId()));
                    });
          } catch (S3Exception e) {
            if (!isDenied(e)) {
              throw e;
            }
            noteKeptVersions();
            s3.deleteObject(r -> r.bucket(name).key(object));
          }
          return object;
        });
  }

  private void eraseVersion(String object, String version) {
    s3.deleteObject(r -> r.bucket(name).key(object).versionId(version));
  }

  /** Deletes an earlier version of an object, if that is possible. */
  void discard(String object, Stamp earlier) {
    String version = earlier.version();
    if (version == null || keepsVersions) {
      return;
    }
    try {
      eraseVersion(object, version);
    } catch (S3Exception e) {
      if (isDenied(e)) {
        noteKeptVersions();
      }
    } catch (SdkException _) {
      // The lifecycle of the bucket deletes it.
    }
  }

  private static boolean isDenied(S3Exception e) {
    return "AccessDenied".equals(e.awsErrorDetails().errorCode());
  }

  private void noteKeptVersions() {
    if (!keepsVersions) {
      keepsVersions = true;
      LOG.warn("S3 refuses to delete versions of objects: what is deleted is only hidden");
    }
  }

  /** The first name in the order of names that has the prefix and is behind the other. */
  Optional<String> firstAfter(String prefix, String before) {
    return asking(
        "list",
        () ->
            s3
                .listObjectsV2(r -> r.bucket(name).prefix(prefix).startAfter(before).maxKeys(1))
                .contents()
                .stream()
                .map(S3Object::key)
                .findFirst());
  }

  /** Visits the names of objects and of unfinished uploads, last written before then. */
  void forEachOlder(String prefix, Instant instant, Consumer<String> action) {
    asking(
        "list",
        () -> {
          s3.listObjectsV2Paginator(r -> r.bucket(name).prefix(prefix)).contents().stream()
              .filter(object -> object.lastModified().isBefore(instant))
              .forEach(object -> action.accept(object.key()));
          s3.listMultipartUploadsPaginator(r -> r.bucket(name).prefix(prefix)).uploads().stream()
              .filter(upload -> upload.initiated().isBefore(instant))
              .forEach(upload -> action.accept(upload.key()));
          return prefix;
        });
  }

  private static <T> Optional<T> unlessMissing(String act, Supplier<T> request) {
    try {
      return Optional.of(request.get());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return Optional.empty();
      }
      throw failure(act, e);
    } catch (SdkException e) {
      throw failure(act, e);
    }
  }

  private static <T> T asking(String act, Supplier<T> request) {
    try {
      return request.get();
    } catch (SdkException e) {
      throw failure(act, e);
    }
  }

  private static ObjectStoreException failure(String act, SdkException cause) {
    return new ObjectStoreException("cannot " + act + " an object of S3", cause);
  }

  /** Can be sent again, and is not copied. */
  private static RequestBody body(byte[] header, byte[] rest, int length) {
    return RequestBody.fromContentProvider(
        () ->
            new SequenceInputStream(
                new ByteArrayInputStream(header), new ByteArrayInputStream(rest, 0, length)),
        (long) header.length + length,
        "application/octet-stream");
  }

  private static String sha256(byte[] header, byte[] rest, int length) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(header);
      digest.update(rest, 0, length);
      return Base64.getEncoder().encodeToString(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java platform has it", e);
    }
  }
}
