package io.threadmark.standalone.cli;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Opens a file, which may be gzipped whatever its name is. */
public final class InputFile {
  private static final String STANDARD_INPUT = "-";

  private InputFile() {}

  /**
   * @param name a file, or {@code -}
   * @throws CommandFailedException where it cannot be read
   */
  public static InputStream open(String name) {
    if (!name.equals(STANDARD_INPUT) && !Files.isReadable(Path.of(name))) {
      throw new CommandFailedException("there is no file " + name + " that can be read");
    }
    try {
      InputStream raw =
          name.equals(STANDARD_INPUT) ? System.in : Files.newInputStream(Path.of(name));
      BufferedInputStream in = new BufferedInputStream(raw, 64 * 1024);
      return gzipped(in) ? new GZIPInputStream(in, 64 * 1024) : in;
    } catch (IOException e) {
      throw new CommandFailedException(name + " cannot be read: " + e, e);
    }
  }

  private static boolean gzipped(BufferedInputStream in) throws IOException {
    in.mark(2);
    boolean magic = in.read() == 0x1f && in.read() == 0x8b;
    in.reset();
    return magic;
  }
}
