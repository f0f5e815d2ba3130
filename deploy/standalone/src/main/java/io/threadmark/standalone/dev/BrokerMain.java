package io.threadmark.standalone.dev;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker child: formats its storage where it is new, then is Kafka. */
final class BrokerMain {
  private BrokerMain() {}

  /**
   * Runs the broker.
   *
   * @param arguments the broker's properties file
   */
  public static void main(String[] arguments) throws IOException {
    if (!formatted(Path.of(arguments[0]))) {
      // The id goes into the storage itself and stays with it.
      String[] format = {
        "format", "--ignore-formatted", "-t", Uuid.randomUuid().toString(), "-c", arguments[0]
      };
      int status = StorageTool.execute(format, System.out);
      if (status != 0) {
        System.exit(status);
      }
    }
    Kafka.main(arguments);
  }

  private static boolean formatted(Path file) throws IOException {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return Files.exists(Path.of(properties.getProperty("log.dirs"), "meta.properties"));
  }
}
