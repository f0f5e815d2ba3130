package io.threadmark.standalone.cluster;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Where the data of a {@code dev} is, and what others read there. */
public final class DataPath implements ITypeConverter<Path> {
  /** The folder where no other is named. */
  public static final String USUAL = ".threadmark";

  /** The name of the file that tells where the parts of a running system are. */
  public static final String ENDPOINTS = "endpoints.json";

  /**
   * Reads the name of the folder.
   *
   * @throws TypeConversionException where it is no path
   */
  @Override
  public Path convert(String text) {
    try {
      return Path.of(text).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new TypeConversionException("is not a path: " + e.getMessage());
    }
  }

  /** Where a folder has its endpoints file. */
  public static Path endpoints(Path root) {
    return root.resolve(ENDPOINTS);
  }
}
