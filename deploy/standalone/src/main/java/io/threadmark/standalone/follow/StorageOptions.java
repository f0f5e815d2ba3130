package io.threadmark.standalone.follow;

import io.threadmark.follow.storage.S3Options;
import io.threadmark.follow.storage.Storage;
import io.threadmark.follow.storage.StorageAddress;
import io.threadmark.standalone.cli.StandsAlone;
import io.threadmark.standalone.cluster.DataPath;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How the storage of an export is reached, and where this machine works on it. */
final class StorageOptions {
  @Option(
      names = "--s3-endpoint",
      paramLabel = "URL",
      converter = HttpAddress.class,
      description =
          "The address of a server that speaks S3, where it is not Amazon's (usually what the AWS"
              + " SDK finds).")
  private URI endpoint;

  @Option(
      names = "--s3-region",
      paramLabel = "REGION",
      description = "The region of the bucket (usually what the AWS SDK finds).")
  private String region;

  @Option(
      names = "--s3-path-style",
      preprocessor = StandsAlone.class,
      description = "The bucket stands in the path, not in the name of the host.")
  private boolean pathStyle;

  @Option(
      names = "--work",
      paramLabel = "DIR",
      converter = DataPath.class,
      description =
          "Where parts are worked on before they are stored (usually the folder for temporary"
              + " files).")
  private Path work;

  /**
   * The storage of an address.
   *
   * @param option that has the address
   * @throws IllegalArgumentException where it is none, naming the option
   */
  Storage open(String option, String address) {
    try {
      return StorageAddress.open(address, new S3Options(endpoint, region, pathStyle));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + " " + e.getMessage(), e);
    }
  }

  /** A folder in which to make one to work in. */
  Path work() {
    return work != null ? work : Path.of(System.getProperty("java.io.tmpdir"));
  }

  /** Reads an address of HTTP. */
  static final class HttpAddress implements ITypeConverter<URI> {
    @Override
    public URI convert(String text) {
      try {
        URI address = new URI(text);
        if (address.getHost() != null && String.valueOf(address.getScheme()).matches("https?")) {
          return address;
        }
      } catch (URISyntaxException e) {
        // said below
      }
      throw new TypeConversionException("must be an address such as http://127.0.0.1:9000");
    }
  }
}
