package io.threadmark.follow.storage;

import java.net.URI;

/**
 * How a bucket is reached. What is not said, the AWS SDK finds as it does everywhere: in the
 * environment, in {@code ~/.aws}, from the machine; credentials among it.
 *
 * @param endpoint another server than Amazon's; null for what the SDK finds
 * @param region null for what the SDK finds
 * @param pathStyle whether the bucket stands in the path and not in the name of the host
 */
public record S3Options(URI endpoint, String region, boolean pathStyle) {
  /** All as the SDK finds it. */
  public static final S3Options STANDARD = new S3Options(null, null, false);
}
