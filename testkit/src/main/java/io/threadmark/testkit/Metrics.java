package io.threadmark.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What some parts of the system expose to Prometheus at one moment, together. */
public record Metrics(List<Sample> samples) {
  private static final Pattern LINE =
      Pattern.compile("([a-zA-Z_:][\\w:]*)(?:\\{(.*)\\})? (\\S+)(?: \\d+)?");
  private static final Pattern LABEL =
      Pattern.compile("([a-zA-Z_]\\w*)=\"((?:[^\"\\\\]|\\\\.)*)\",?");

  /** A number with its name and labels. */
  public record Sample(String name, Map<String, String> labels, double value) {
    /** Whether it has all of these. */
    public boolean has(Map<String, String> wanted) {
      return labels.entrySet().containsAll(wanted.entrySet());
    }
  }

  /** What all of these expose now. */
  public static Metrics scrape(List<Api> parts) {
    List<Sample> samples = new ArrayList<>();
    for (Api part : parts) {
      part.get("/metrics")
          .expect(200)
          .text()
          .lines()
          .filter(line -> !line.startsWith("#"))
          .forEach(line -> read(line, samples));
    }
    return new Metrics(samples);
  }

  /** The sum of the samples of a name that have all these labels, as {@code name, value, …}. */
  public double sum(String name, String... labels) {
    Map<String, String> wanted = new LinkedHashMap<>();
    for (int i = 0; i < labels.length; i += 2) {
      wanted.put(labels[i], labels[i + 1]);
    }
    List<Sample> found =
        samples.stream().filter(s -> s.name.equals(name) && s.has(wanted)).toList();
    if (found.isEmpty()) {
      throw new AssertionError("no samples of " + name + " " + wanted);
    }
    return found.stream().mapToDouble(Sample::value).sum();
  }

  public Set<String> names() {
    return samples.stream().map(Sample::name).collect(Collectors.toSet());
  }

  private static void read(String line, List<Sample> samples) {
    Matcher parts = LINE.matcher(line);
    if (!parts.matches()) {
      throw new AssertionError("no sample: " + line);
    }
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
