package org.sealward.cli;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.statuspage.StatusFile;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A bucket of S3, or of what speaks as S3 does, at any provider. */
final class StatusBucket implements StatusTarget, AutoCloseable {
  private static final String SCHEME = "s3://";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  /** Readers see what is new soon; caches in between carry a crowd. */
  private static final String CACHE = "max-age=15";

  private final String address;
  private final String bucket;
  private final String prefix;
  private final S3Client s3;

  /**
   * Whose keys are found as the AWS SDK finds them, in AWS_ACCESS_KEY_ID for example.
   *
   * @param address {@code s3://bucket} or {@code s3://bucket/prefix}
   * @param endpoint of another provider than AWS
   * @param region null for that of the SDK's settings
   */
  StatusBucket(String address, @Nullable URI endpoint, @Nullable String region) {
    String[] parts = address.substring(SCHEME.length()).split("/", 2);
    if (parts[0].isEmpty()) {
      throw new UsageException("A bucket is s3://NAME or s3://NAME/PREFIX, not " + address);
    }
    this.address = address;
    bucket = parts[0];
    String below = parts.length == 1 ? "" : parts[1].replaceFirst("/+$", "");
    prefix = below.isEmpty() ? "" : below + "/";
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(PATIENCE)
                    .socketTimeout(PATIENCE))
            .overrideConfiguration(calls -> calls.apiCallTimeout(PATIENCE.multipliedBy(2)))
            .serviceConfiguration(s3 -> s3.expectContinueEnabled(false));
    if (region != null) {
      builder.region(Region.of(region));
    }
    if (endpoint != null) {
      // Others know buckets by path, and not every checksum that AWS does.
      builder
          .endpointOverride(endpoint)
          .forcePathStyle(true)
          .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
          .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED);
    }
    try {
      s3 = builder.build();
    } catch (SdkException e) {
      throw new UsageException("Which region is the bucket in? Give --region. " + e.getMessage());
    }
  }

  static boolean isOne(String address) {
    return address.startsWith(SCHEME);
  }

  @Override
  public Optional<byte[]> read(String path) throws IOException {
    try {
      return Optional.of(
          s3.getObjectAsBytes(r -> r.bucket(bucket).key(prefix + path)).asByteArray());
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND || e.statusCode() == FORBIDDEN) {
        return Optional.empty();
      }
      throw failure(e);
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  @Override
  public void write(String path, StatusFile file) throws IOException {
    try {
      s3.putObject(
          r -> r.bucket(bucket).key(prefix + path).contentType(file.type()).cacheControl(CACHE),
          RequestBody.fromBytes(file.content().toArray()));
    } catch (SdkException e) {
      throw failure(e);
    }
  }

  private IOException failure(SdkException e) {
    return new IOException(address + " cannot be used: " + e.getMessage(), e);
  }

  @Override
  public void close() {
    s3.close();
  }
}
