package io.threadmark.follow.storage;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What users name a storage by: a folder, or {@code s3://bucket/prefix}. */
public final class StorageAddress {
  private static final Pattern BUCKET = Pattern.compile("s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])");
  private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+://.*");

  private StorageAddress() {}

  /**
   * The storage of that address; nothing is read or written yet.
   *
   * @throws IllegalArgumentException where it is none, saying what it must be
   */
  public static Storage open(String address, S3Options options) {
    if (!SCHEME.matcher(address).matches()) {
      return new FolderStorage(folder(address));
    }
    Matcher bucket = BUCKET.matcher(address);
    if (!bucket.lookingAt() || !isEndOrSlash(address, bucket.end())) {
      throw new IllegalArgumentException(
          "must be a folder or s3://bucket/prefix, not '" + address + "'");
    }
    return new S3Storage(bucket.group(1), prefix(address.substring(bucket.end())), options);
  }

  private static Path folder(String address) {
    try {
      if (!address.isBlank()) {
        return Path.of(address);
      }
    } catch (InvalidPathException e) {
      // said below
    }
    throw new IllegalArgumentException("must be a folder or s3://bucket/prefix");
  }

  private static boolean isEndOrSlash(String text, int at) {
    return at == text.length() || text.charAt(at) == '/';
  }

  /** Without a slash at its begin, and with one at its end. */
  private static String prefix(String path) {
    String bare = path.replaceAll("^/+|/+$", "");
    return bare.isEmpty() ? "" : bare + "/";
  }
}
