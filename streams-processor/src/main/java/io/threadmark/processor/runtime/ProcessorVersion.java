package io.threadmark.processor.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** Tells the version that was built. */
final class ProcessorVersion {
  private static final String RESOURCE = "version.properties";

  private ProcessorVersion() {}

  static String text() {
    Properties built = new Properties();
    try (InputStream in = ProcessorVersion.class.getResourceAsStream(RESOURCE)) {
      built.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return built.getProperty("version");
  }
}
