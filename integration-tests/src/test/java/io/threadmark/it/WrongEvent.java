package io.threadmark.it;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * An event that is refused, of the table in {@code wrong-events.txt}.
 *
 * @param line as the table has it
 * @param code what is wrong
 * @param path where; {@code *} for anywhere
 * @param json the event
 */
record WrongEvent(String line, String code, String path, String json) {
  private static final Pattern MACRO = Pattern.compile("<([^<>*]+)(?:\\*(\\d+))?>");
  private static final Map<String, String> PARTS =
      Map.of(
          "F",
              "\"type\":\"feedback\",\"feedback_id\":\"bad\",\"thread_id\":\"mixed\",\"value\":true",
          "f", "\"type\":\"feedback\",\"feedback_id\":\"bad\"",
          "T", "\"type\":\"trace\",\"trace_id\":\"bad\"",
          "M",
              "\"type\":\"message\",\"thread_id\":\"mixed\",\"message_id\":\"bad\",\"role\":\"user\"",
          "H", "\"type\":\"thread\",\"thread_id\":\"bad\"");

  static List<WrongEvent> table() {
    try (InputStream in = WrongEvent.class.getResourceAsStream("wrong-events.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .map(WrongEvent::of)
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static WrongEvent of(String line) {
    String[] columns = line.split("\\|", 3);
    String json = MACRO.matcher(columns[2].strip()).replaceAll(WrongEvent::expanded);
    return new WrongEvent(line, columns[0].strip(), columns[1].strip(), json);
  }

  private static String expanded(java.util.regex.MatchResult macro) {
    return Matcher.quoteReplacement(expansion(macro.group(1), macro.group(2)));
  }

  private static String expansion(String name, String count) {
    if (count == null) {
      return name.startsWith("+") ? ahead(name) : PARTS.get(name);
    }
    int times = Integer.parseInt(count);
    return switch (name) {
      case "entries" -> joined(times, "\"k%d\":\"v\"");
      case "items" -> joined(times, "\"i%d\"");
      default -> name.repeat(times);
    };
  }

  private static String ahead(String minutes) {
    long ahead = Long.parseLong(minutes.substring(1, minutes.length() - 1));
    return Instant.now().plusSeconds(60 * ahead).toString();
  }

  private static String joined(int times, String format) {
    return IntStream.range(0, times).mapToObj(format::formatted).collect(Collectors.joining(","));
  }

  boolean isTold(String atPath) {
    return path.equals("*") || path.equals(atPath);
  }

  @Override
  public String toString() {
    return line.length() > 150 ? line.substring(0, 150) : line;
  }
}
