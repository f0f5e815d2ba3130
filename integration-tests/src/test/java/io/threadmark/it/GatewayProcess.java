package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code bin/threadmark gateway} as an operator runs it. */
final class GatewayProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  /**
   * Starts it and waits until it is ready.
   *
   * @param folder where {@link Distribution#install} has put the distribution
   */
  GatewayProcess(Path folder, int port, Map<String, String> settings) {
    url = "http://127.0.0.1:" + port;
    File log = folder.resolve("gateway.log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(folder.resolve("bin/threadmark").toString(), "gateway")
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log));
    settings.forEach((name, value) -> builder.environment().put(environmentName(name), value));
    builder.environment().put(environmentName("gateway.port"), Integer.toString(port));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Await.until("the gateway is ready", () -> new Api(url).get("/readyz").status() == 200);
  }

  String url() {
    return url;
  }

  /** SIGTERM; returns once the process has ended. */
  void terminate() throws InterruptedException {
    process.destroy();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("the gateway has ended").isTrue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String environmentName(String setting) {
    return "THREADMARK_" + setting.toUpperCase(java.util.Locale.ROOT).replace('.', '_');
  }
}
