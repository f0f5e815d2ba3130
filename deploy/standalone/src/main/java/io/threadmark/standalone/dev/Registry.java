package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Waiting;
import io.threadmark.standalone.cluster.Loopback;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarFile;

/** The schema registry, a child of this JVM: Apicurio, through its Confluent API. */
final class Registry {
  static final String NAME = "schema registry";

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String EVOLUTION = "{\"compatibility\":\"FULL_TRANSITIVE\"}";

  private final ChildJvm child;
  private final int port;
  private final HttpProbe http;

  private Registry(ChildJvm child, int port, HttpProbe http) {
    this.child = child;
    this.port = port;
    this.http = http;
  }

  /** Starts it on a free port. */
  static Registry start(Distribution distribution, DataDirectory data, HttpProbe http) {
    Path runner = distribution.registryRunner();
    int port = Loopback.freePorts(1).get(0);
    return new Registry(
        ChildJvm.start(
            new ChildJvm.Program(
                NAME,
                jvmFlags(port, data.registry().resolve("registry")),
                Distribution.ownClasses() + File.pathSeparator + runner,
                mainClass(runner),
                List.of(),
                data.registry(),
                data.childLock("registry"),
                data.logs().resolve("registry.log"))),
        port,
        http);
  }

  ChildJvm child() {
    return child;
  }

  /** Base address of its Confluent API. */
  String address() {
    return "http://" + Loopback.HOST + ":" + port + "/apis/ccompat/v7";
  }

  /** Waits until it answers, and has it refuse schemas that readers or writers could not follow. */
  void awaitReady() throws InterruptedException {
    Waiting.until(
        "the " + NAME,
        PATIENCE,
        () -> {
          child.requireAlive();
          return Loopback.answers(port)
              ? http.reasonNotOk(address() + "/subjects")
              : Optional.of("nothing listens on port " + port);
        });
    // Its default lets every change pass, and no setting of it changes that.
    http.putJson(address() + "/config", EVOLUTION)
        .ifPresent(
            reason -> {
              throw new CommandFailedException(
                  "the " + NAME + " does not take its compatibility level: " + reason);
            });
  }

  private static List<String> jvmFlags(int port, Path database) {
    return List.of(
        "-Xms32m",
        "-Xmx128m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:+ExitOnOutOfMemoryError",
        "-Djava.awt.headless=true",
        "-Dfile.encoding=UTF-8",
        "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
        "-Dquarkus.http.host=" + Loopback.HOST,
        "-Dquarkus.http.port=" + port,
        "-Dapicurio.datasource.url=jdbc:h2:file:" + database,
        "-Dapicurio.datasource.jdbc.initial-size=2",
        "-Dapicurio.datasource.jdbc.min-size=2",
        "-Dapicurio.datasource.jdbc.max-size=10");
  }

  private static String mainClass(Path runner) {
    try (JarFile jar = new JarFile(runner.toFile())) {
      return jar.getManifest().getMainAttributes().getValue("Main-Class");
    } catch (IOException e) {
      throw new CommandFailedException(runner + " cannot be read: " + e, e);
    }
  }
}
