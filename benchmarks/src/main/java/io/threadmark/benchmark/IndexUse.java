package io.threadmark.benchmark;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * What the search index has taken since the processor began, as the processor's metrics tell.
 *
 * @param following seconds of a processor, to read the changelog and to write
 * @param merging seconds of a processor, to merge what was written
 * @param bytes on disk now
 */
record IndexUse(double following, double merging, double bytes) {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /**
   * Asks for it.
   *
   * @param processor the base address of the one processor
   */
  static IndexUse of(String processor) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(processor + "/metrics")).build();
    HttpResponse<String> answer = HTTP.send(request, BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("no metrics: " + answer.statusCode());
    }
    return new IndexUse(
        sample(answer.body(), "threadmark_index_cpu_seconds_total{work=\"follow\"}"),
        sample(answer.body(), "threadmark_index_cpu_seconds_total{work=\"merge\"}"),
        sample(answer.body(), "threadmark_index_bytes"));
  }

  private static double sample(String metrics, String name) throws IOException {
    return metrics
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new IOException("the processor does not tell " + name));
  }

  /** What it took since then. */
  IndexUse since(IndexUse then) {
    return new IndexUse(following - then.following, merging - then.merging, bytes - then.bytes);
  }
}
