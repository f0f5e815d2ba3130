package io.threadmark.gateway.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of attributes is what spans are read by, and what the document shows. */
class MeaningTest {
  private static final Path DOCUMENT = Path.of("..", "docs", "opentelemetry.md");
  private static final Path WRITTEN = Path.of("target", "opentelemetry.md");
  private static final String BEGIN = "<!-- table of attributes: begin -->\n";
  private static final String END = "<!-- table of attributes: end -->";

  static Stream<Arguments> cells() {
    return Stream.of(Meaning.values())
        .flatMap(
            meaning ->
                Stream.of(Convention.values())
                    .flatMap(
                        convention ->
                            meaning.notations(convention).stream()
                                .map(notation -> Arguments.of(meaning, notation))));
  }

  @ParameterizedTest(name = "{0} in {1}")
  @MethodSource("cells")
  void everyAttributeOfTheTableIsFound(Meaning meaning, String notation) {
    Json said = new JsonText("said");
    String name = notation.replaceFirst("\\.N$", ".0").replaceFirst("\\.\\*$", ".key");
    Json found = Spans.root().with(Spans.attribute(name, said)).asked().value(meaning);
    assertThat(found)
        .isEqualTo(
            notation.endsWith(".N")
                ? new Json.JsonList(List.of(said))
                : notation.endsWith(".*") ? Spans.attribute("key", said) : said);
  }

  @ParameterizedTest(name = "{0} before {1}")
  @MethodSource("cells")
  void theFirstThatSaysAnythingIsTaken(Meaning meaning, String notation) {
    Map<String, Json> all = new LinkedHashMap<>();
    boolean isBehind = false;
    for (Convention convention : Convention.values()) {
      for (String other : meaning.notations(convention)) {
        isBehind |= other.equals(notation);
        String name = other.replaceFirst("\\.N$", ".0").replaceFirst("\\.\\*$", ".key");
        all.putIfAbsent(name, new JsonText(isBehind ? other : " "));
      }
    }
    Attributes.Found found = Spans.root().with(new JsonObject(all)).asked().find(meaning);
    assertThat(found).isNotNull();
    if (found.name() != null) {
      assertThat(found.name()).isEqualTo(notation);
    }
  }

  @Test
  void theDocumentShowsTheTable() throws IOException {
    String document = Files.readString(DOCUMENT);
    int from = document.indexOf(BEGIN) + BEGIN.length();
    String written =
        document.substring(0, from) + table() + document.substring(document.indexOf(END));
    Files.createDirectories(WRITTEN.getParent());
    Files.writeString(WRITTEN, written);
    assertThat(document)
        .as("compare with %s; if the change is meant, copy it over the document", WRITTEN)
        .isEqualTo(written);
  }

  private static String table() {
    List<String> lines = new ArrayList<>();
    lines.add(row("meaning", convention -> convention.title()));
    lines.add("|" + "---|".repeat(Convention.values().length + 1));
    for (Meaning meaning : Meaning.values()) {
      lines.add(
          row(
              meaning.title(),
              convention ->
                  meaning.notations(convention).stream()
                      .map(notation -> "`" + notation + "`")
                      .collect(Collectors.joining(", "))));
    }
    return String.join("\n", lines) + "\n";
  }

  private static String row(String title, Function<Convention, String> cell) {
    return Stream.concat(Stream.of(title), Stream.of(Convention.values()).map(cell))
        .map(text -> text.isEmpty() ? "|" : "| " + text + " ")
        .collect(Collectors.joining("", "", "|"));
  }
}
