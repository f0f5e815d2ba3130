package io.threadmark.testkit;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The registry of the distribution as a child process, with its data in memory. */
public final class SchemaRegistryProcess implements AutoCloseable {
  private final Process process;
  private final String url;

  /** Starts it and waits until it answers. */
  public SchemaRegistryProcess() {
    Path home = Distribution.path("registry");
    try (Stream<Path> files = Files.list(home)) {
      Path runner =
          files.filter(file -> file.toString().endsWith("-runner.jar")).findFirst().orElseThrow();
      int port = FreePort.any();
      url = "http://127.0.0.1:" + port + "/apis/ccompat/v7";
      process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx128m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                      "-Dquarkus.http.host=127.0.0.1",
                      "-Dquarkus.http.port=" + port,
                      "-cp",
                      Distribution.ownJar() + File.pathSeparator + runner,
                      // Ends with this JVM, whatever ends it.
                      "io.threadmark.standalone.dev.Lifeline",
                      Files.createTempFile("threadmark-registry", ".lock").toString(),
                      mainClass(runner)))
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", "registry.log").toFile())
              .start();
    } catch (IOException e) {
      throw new IllegalStateException("the registry does not start", e);
    }
    Await.until("the registry answers", this::answers);
  }

  /** Base address of its Confluent API. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean answers() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url + "/subjects")).build();
    return HttpClient.newHttpClient()
            .send(request, HttpResponse.BodyHandlers.discarding())
            .statusCode()
        == 200;
  }

  private static String mainClass(Path runner) throws IOException {
    try (JarFile jar = new JarFile(runner.toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Main-Class");
    }
  }
}
