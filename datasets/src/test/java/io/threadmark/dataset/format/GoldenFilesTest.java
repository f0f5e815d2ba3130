package io.threadmark.dataset.format;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.row.FileKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each format against its golden file, from one set of conversations. What was found is written
 * under {@code target/golden}; a change that is meant is copied from there.
 */
class GoldenFilesTest {
  private static final Path FOUND = Path.of("target", "golden");

  static Stream<DatasetFormat> formats() {
    return DatasetFormats.ALL.stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void rowsAreThoseOfTheGoldenFile(DatasetFormat format) throws IOException {
    String found = rows(format, FileKind.JSONL);
    keep(format.name() + ".jsonl", found);
    assertThat(found).isEqualTo(golden(format.name() + ".jsonl"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("formats")
  void whatIsDroppedIsCountedByReason(DatasetFormat format) throws IOException {
    Drops drops =
        new DatasetStream(format, FileKind.JSONL, SharedConversations.RULES)
            .write(source(), OutputStream.nullOutputStream(), Progress.NONE);
    String found = Json.pretty(drops.json());
    keep(format.name() + ".dropped.json", found);
    assertThat(found).isEqualTo(golden(format.name() + ".dropped.json"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("flatFormats")
  void flatFormatsHaveTablesToo(DatasetFormat format) throws IOException {
    String found = rows(format, FileKind.CSV);
    keep(format.name() + ".csv", found);
    assertThat(found).isEqualTo(golden(format.name() + ".csv"));
  }

  static Stream<DatasetFormat> flatFormats() {
    return formats().filter(format -> FileKind.CSV.holds(format.columns()));
  }

  @Test
  void namesOfFormatsDiffer() {
    assertThat(DatasetFormats.ALL).extracting(DatasetFormat::name).doesNotHaveDuplicates();
  }

  private static String rows(DatasetFormat format, FileKind kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DatasetStream(format, kind, SharedConversations.RULES).write(source(), out, Progress.NONE);
    return out.toString(UTF_8);
  }

  private static ConversationSource source() {
    return ConversationSource.of(SharedConversations.all().iterator());
  }

  private static void keep(String name, String found) throws IOException {
    Files.createDirectories(FOUND);
    Files.writeString(FOUND.resolve(name), found);
  }

  private static String golden(String name) throws IOException {
    try (InputStream in = GoldenFilesTest.class.getResourceAsStream("golden/" + name)) {
      return in == null ? "" : new String(in.readAllBytes(), UTF_8);
    }
  }
}
