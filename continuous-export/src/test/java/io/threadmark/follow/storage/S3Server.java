package io.threadmark.follow.storage;

import io.threadmark.testkit.Await;
import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;

/** A server that speaks S3, as a process of its own, from the first use to the end of all tests. */
public final class S3Server {
  static final String USER = "who-exports";
  static final String PASSWORD = "a-password-of-the-tests";
  private static final String BUCKET = "exports";
  private static URI address;

  private S3Server() {}

  /** An empty storage there. */
  public static synchronized Storage storage() {
    if (address == null) {
      // What the SDK takes from the system properties, as users have it in their environment.
      System.setProperty("aws.accessKeyId", USER);
      System.setProperty("aws.secretAccessKey", PASSWORD);
      start();
    }
    return StorageAddress.open(
        "s3://" + BUCKET + "/" + UUID.randomUUID(), new S3Options(address, null, true));
  }

  private static void start() {
    address = URI.create("http://127.0.0.1:" + FreePort.any());
    try {
      Path home = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "s3-server-");
      Files.createDirectories(home.resolve("files").resolve(BUCKET));
      Path settings =
          Files.writeString(
              home.resolve("s3proxy.properties"),
              """
              s3proxy.endpoint=%s
              s3proxy.authorization=aws-v4
              s3proxy.identity=%s
              s3proxy.credential=%s
              jclouds.provider=filesystem-nio2
              jclouds.filesystem.basedir=%s
              """
                  .formatted(address, USER, PASSWORD, home.resolve("files")));
      Process process =
          new ProcessBuilder(
                  List.of(
                      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                      "-Xmx256m",
                      "-XX:+UseSerialGC",
                      "-XX:TieredStopAtLevel=1",
                      "-jar",
                      "target/s3/s3proxy.jar",
                      "--properties",
                      settings.toString()))
              .redirectErrorStream(true)
              .redirectOutput(Path.of("target", "s3-server.log").toFile())
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      Await.until("the server answers", S3Server::answers);
    } catch (IOException e) {
      throw new IllegalStateException("the server does not start", e);
    }
  }

  private static boolean answers() throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(address).build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    return true; // whatever it says to who shows no credentials
  }
}
