package io.threadmark.dataset.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.DatasetStream;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.SharedConversations;
import io.threadmark.dataset.format.DatasetFormat;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.label.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RowReaderTest {
  private static final DatasetFormat THREADS = DatasetFormats.named("threads");

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = FileKind.class,
      names = {"JSONL", "PARQUET"})
  void whatIsReadAndWrittenAgainIsTheSameFile(FileKind kind) throws IOException {
    Path written = written(kind);
    Path again = folder.resolve("again");
    try (RowReader reader = RowReader.open(kind, THREADS.columns(), written);
        RowWriter writer = kind.writer(THREADS.columns(), Files.newOutputStream(again))) {
      for (ObjectNode row = reader.read(); row != null; row = reader.read()) {
        writer.write(row);
      }
    }
    assertThat(again).hasSameBinaryContentAs(written);
  }

  @Test
  void someColumnsOfParquetAreReadAlone() throws IOException {
    List<Column> ids =
        THREADS.columns().stream().filter(column -> column.name().endsWith("_id")).toList();
    List<String> read = new ArrayList<>();
    try (RowReader reader = RowReader.open(FileKind.PARQUET, ids, written(FileKind.PARQUET))) {
      for (ObjectNode row = reader.read(); row != null; row = reader.read()) {
        assertThat(row.fieldNames()).toIterable().containsExactly("project_id", "thread_id");
        read.add(row.get("thread_id").asText());
      }
    }
    assertThat(read)
        .containsExactlyElementsOf(
            SharedConversations.all().stream().map(thread -> thread.getThreadId()).toList());
  }

  @Test
  void tablesAreNotReadBackAndWhatIsNoRowIsAFailure() throws IOException {
    Path file = Files.writeString(folder.resolve("rows"), "{\"a\":1}\n[2]\n");
    assertThatThrownBy(() -> RowReader.open(FileKind.CSV, THREADS.columns(), file))
        .isInstanceOf(IllegalArgumentException.class);
    try (RowReader reader = RowReader.open(FileKind.JSONL, THREADS.columns(), file)) {
      reader.read();
      assertThatThrownBy(reader::read).isInstanceOf(IOException.class);
    }
  }

  private Path written(FileKind kind) throws IOException {
    Path file = folder.resolve("rows." + kind.word());
    new DatasetStream(THREADS, kind, Rules.STANDARD)
        .write(
            ConversationSource.of(SharedConversations.all().iterator()),
            Files.newOutputStream(file),
            Progress.NONE);
    return file;
  }
}
