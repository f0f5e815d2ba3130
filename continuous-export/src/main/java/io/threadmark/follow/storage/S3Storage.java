package io.threadmark.follow.storage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A bucket of S3, or of a server that speaks as it does and knows conditional writes ({@code
 * If-None-Match: *}). Each file is one request, so it is there whole or not at all.
 */
public final class S3Storage implements Storage {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration ANSWER = Duration.ofMinutes(1);
  private static final int PRECONDITION_FAILED = 412;

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * Nothing is asked of the bucket yet.
   *
   * @param prefix what all keys begin with; empty or with a {@code /} at its end
   * @throws IllegalArgumentException where the SDK does not find what is not said
   */
  public S3Storage(String bucket, String prefix, S3Options options) {
    this.bucket = bucket;
    this.prefix = prefix;
    try {
      this.client = client(options);
    } catch (SdkException e) {
      throw new IllegalArgumentException(
          "is " + address() + ", and the AWS SDK refuses: " + e.getMessage(), e);
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    return answered(
        () ->
            client
                .listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix + folder))
                .contents()
                .stream()
                .map(S3Object::key)
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList());
  }

  @Override
  public InputStream open(String path) throws IOException {
    return answered(() -> client.getObject(request -> request.bucket(bucket).key(prefix + path)));
  }

  @Override
  public void put(String path, Path file) throws IOException {
    answered(
        () ->
            client.putObject(
                request -> request.bucket(bucket).key(prefix + path), RequestBody.fromFile(file)));
  }

  @Override
  public boolean create(String path, byte[] content) throws IOException {
    return answered(
        () -> {
          try {
            client.putObject(
                request -> request.bucket(bucket).key(prefix + path).ifNoneMatch("*"),
                RequestBody.fromBytes(content));
            return true;
          } catch (S3Exception e) {
            if (e.statusCode() == PRECONDITION_FAILED) {
              return false;
            }
            throw e;
          }
        });
  }

  @Override
  public void delete(String path) throws IOException {
    answered(() -> client.deleteObject(request -> request.bucket(bucket).key(prefix + path)));
  }

  @Override
  public void sweepUnfinished(Predicate<String> whose) {
    // a request that did not end left nothing
  }

  @Override
  public String address() {
    return "s3://" + bucket + "/" + prefix;
  }

  @Override
  public void close() {
    client.close();
  }

  private <T> T answered(Request<T> request) throws IOException {
    try {
      return request.send();
    } catch (NoSuchKeyException e) {
      throw (NoSuchFileException) new NoSuchFileException(address()).initCause(e);
    } catch (SdkException e) {
      throw new IOException(address() + ": " + e.getMessage(), e);
    }
  }

  private static S3Client client(S3Options options) {
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(CONNECT).socketTimeout(ANSWER))
            // Other servers than Amazon's refuse checksums that they do not know; ours are in the
            // manifest.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .forcePathStyle(options.pathStyle());
    if (options.endpoint() != null) {
      builder.endpointOverride(options.endpoint());
    }
    if (options.region() != null) {
      builder.region(Region.of(options.region()));
    } else if (options.endpoint() != null) {
      builder.region(Region.US_EAST_1); // part of each signature, and of no meaning elsewhere
    }
    return builder.build();
  }

  /** Asks the bucket something. */
  @FunctionalInterface
  private interface Request<T> {
    T send();
  }
}
