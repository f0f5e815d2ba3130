package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * The package of an export as a client has it.
 *
 * @param files path to content
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ExportedPackage(byte[] zip, Map<String, String> files) {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** Asks for an export, and returns its id. */
  static String ask(Api api, String request) {
    JsonNode asked = api.post("/api/v1/exports", request).expect(202).json();
    assertThat(asked.get("state").asText()).isIn("QUEUED", "RUNNING", "DONE");
    return asked.get("export_id").asText();
  }

  /** The export once it has a state. */
  static JsonNode await(Api api, String id, String state) {
    return Await.untilPresent(
        "export " + id + " is " + state,
        () -> {
          Api.Answer answer = api.get("/api/v1/exports/" + id);
          if (answer.status() == 503) {
            return null; // Kafka, or the processor, is starting
          }
          String now = answer.expect(200).json().get("state").asText();
          if (!now.equals(state) && List.of("DONE", "FAILED", "CANCELLED").contains(now)) {
            throw new AssertionError(answer.text());
          }
          return now.equals(state) ? answer.json() : null;
        });
  }

  /** Asks for one, waits until it is done, and takes it. */
  static ExportedPackage made(Api api, String project, String request) throws Exception {
    String id = ask(api, request);
    JsonNode done = await(api, id, "DONE");
    ExportedPackage taken = take(api, project, id);
    assertThat(sha256(taken.zip)).isEqualTo(done.at("/package/sha256").asText());
    assertThat(taken.zip).hasSize(done.at("/package/bytes").asInt());
    return taken;
  }

  static ExportedPackage take(Api api, String project, String id) throws Exception {
    HttpResponse<byte[]> response = get(api, project, id, null);
    assertThat(response.statusCode()).as(id).isEqualTo(200);
    return new ExportedPackage(response.body(), unzipped(response.body()));
  }

  /**
   * The answer of the file's address.
   *
   * @param range null for all of it
   */
  static HttpResponse<byte[]> get(Api api, String project, String id, String range)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(api.base() + "/api/v1/exports/" + id + "/file"));
    if (project != null) {
      request.header("X-Threadmark-Project", project);
    }
    if (range != null) {
      request.header("Range", range);
    }
    return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static Map<String, String> unzipped(byte[] zip) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.put(entry.getName(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    return files;
  }

  JsonNode manifest() throws IOException {
    return Api.JSON.readTree(files.get("manifest.json"));
  }

  /** All rows, split by split. */
  List<JsonNode> rows() {
    return files.entrySet().stream()
        .filter(file -> file.getKey().startsWith("data/"))
        .flatMap(file -> Arrays.stream(file.getValue().split("\n", -1)))
        .filter(line -> !line.isEmpty())
        .map(ExportedPackage::row)
        .toList();
  }

  /** All but the manifest, which tells the positions of the cut. */
  Map<String, String> content() {
    return files.entrySet().stream()
        .filter(file -> !file.getKey().equals("manifest.json"))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  private static JsonNode row(String line) {
    try {
      return Api.JSON.readTree(line);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
