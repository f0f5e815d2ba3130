package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Api;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What some parts of the system expose to Prometheus at one moment, together. */
record Metrics(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  /** A number with its name and labels. */
  record Sample(String name, Map<String, String> labels, double value) {
    boolean has(Map<String, String> wanted) {
      return labels.entrySet().containsAll(wanted.entrySet());
    }
  }

  static Metrics scrape(List<Api> parts) {
    List<Sample> samples = new ArrayList<>();
    for (Api part : parts) {
      Api.Answer answer = part.get("/metrics");
      assertThat(answer.status()).isEqualTo(200);
      answer
          .text()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> read(line, samples));
    }
    return new Metrics(samples);
  }

  /** The sum of the samples of a name that have all these labels, as {@code name, value, …}. */
  double sum(String name, String... labels) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    List<Sample> found =
        samples.stream().filter(s -> s.name.equals(name) && s.has(wanted)).toList();
    assertThat(found).as("samples of %s %s", name, wanted).isNotEmpty();
    return found.stream().mapToDouble(Sample::value).sum();
  }

  Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toSet());
  }

  private static void read(String line, List<Sample> samples) {
    Matcher parts = LINE.matcher(line);
    assertThat(parts.matches()).as(line).isTrue();
    Map<String, String> labels = new LinkedHashMap<>();
    if (parts.group(2) != null) {
      Matcher label = LABEL.matcher(parts.group(2));
      while (label.find()) {
        labels.put(label.group(1), label.group(2));
      }
    }
    samples.add(
        new Sample(
            parts.group(1),
            labels,
            Double.parseDouble(parts.group(3).replace("+Inf", "Infinity"))));
  }
}
