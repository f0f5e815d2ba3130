package io.threadmark.standalone.export;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.GatewayClient;
import io.threadmark.standalone.cluster.GatewayClient.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;

/** Asks a gateway for an export, and brings its package here. */
final class ExportClient {
  private static final String PATH = "/api/v1/exports";
  private static final int PARTIAL = 206;
  private static final int OK = 200;

  /** Tries in a row that bring nothing. */
  private static final int TRIES = 5;

  private final GatewayClient gateway;

  ExportClient(GatewayClient gateway) {
    this.gateway = gateway;
  }

  /**
   * Begins one; asked again, it is the same.
   *
   * @return its id
   */
  String begin(JsonNode request) throws InterruptedException {
    return gateway
        .ask(
            new Request(
                "POST",
                PATH,
                Map.of("Idempotency-Key", UUID.randomUUID().toString()),
                request.toString().getBytes(StandardCharsets.UTF_8)))
        .path("export_id")
        .asText();
  }

  /** How far it is. */
  JsonNode state(String id) throws InterruptedException {
    return gateway.ask(Request.of("GET", PATH + "/" + id));
  }

  /** Ends it. */
  void cancel(String id) throws InterruptedException {
    gateway.ask(Request.of("DELETE", PATH + "/" + id));
  }

  /**
   * Brings its package here; what broke off is gone on with.
   *
   * @param made the package as its state tells it
   * @throws CommandFailedException where it does not come, or other bytes do
   */
  void download(String id, JsonNode made, Path file) throws IOException, InterruptedException {
    long size = made.path("bytes").asLong();
    Files.deleteIfExists(file);
    Files.createFile(file);
    for (int left = TRIES; Files.size(file) < size; left--) {
      long before = Files.size(file);
      String trouble = append(id, file, before);
      if (Files.size(file) > before) {
        left = TRIES;
      } else if (left == 1) {
        throw new CommandFailedException("the package does not come: " + trouble);
      } else {
        Thread.sleep(1_000L); // a moment for whatever it is to pass
      }
    }
    if (!sha256(file).equals(made.path("sha256").asText())) {
      throw new CommandFailedException(
          "the package that came is not the one that was made: its SHA-256 is another one");
    }
  }

  /** Takes what comes; why no more came, where there is more. */
  private String append(String id, Path file, long from) {
    try {
      HttpURLConnection connection =
          gateway.open(
              new Request(
                  "GET", PATH + "/" + id + "/file", Map.of("Range", "bytes=" + from + "-"), null));
      int status = connection.getResponseCode();
      if (status != PARTIAL && !(status == OK && from == 0)) {
        return "the gateway answered " + status;
      }
      try (InputStream in = connection.getInputStream();
          OutputStream out = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
        in.transferTo(out);
      }
      return "it ended too early";
    } catch (IOException e) {
      return e.toString();
    }
  }

  private static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file);
        DigestInputStream digested =
            new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
      digested.transferTo(OutputStream.nullOutputStream());
      return HexFormat.of().formatHex(digested.getMessageDigest().digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
