package io.threadmark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.schema.LabeledThread;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DatasetStreamTest {

  @Test
  void whatIsCutShortDoesNotLookWhole() {
    boolean[] closed = new boolean[1];
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };
    DatasetStream stream =
        new DatasetStream(DatasetFormats.named("kto"), FileKind.PARQUET, Rules.STANDARD);

    assertThatThrownBy(() -> stream.write(endingBadly(), out, Progress.NONE)).hasMessage("away");

    assertThat(closed[0]).isTrue();
    assertThat(out.size()).isLessThanOrEqualTo(4); // what it begins with, and no footer
  }

  @Test
  void aFormatThatIsNotThereIsRefusedWithThoseThatAre() {
    assertThatThrownBy(() -> DatasetFormats.named("xml"))
        .hasMessageStartingWith("format must be one of feedback, pairwise, sft, preference, kto");
  }

  @Test
  void progressTellsThreadsAndRows() throws IOException {
    long[] told = new long[2];
    Progress progress =
        new Progress() {
          @Override
          public void read(long threads, long rows) {
            told[0] = threads;
            told[1] = rows;
          }
        };
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new DatasetStream(DatasetFormats.named("threads"), FileKind.JSONL, Rules.STANDARD)
        .write(ConversationSource.of(new GeneratedConversations(1, 30, 5, 5)), out, progress);

    assertThat(told).containsExactly(30, 30);
    assertThat(out.toString(StandardCharsets.UTF_8)).hasLineCount(30);
  }

  @Test
  void aCancelledStreamStops() {
    Progress cancelled =
        new Progress() {
          @Override
          public boolean isCancelled() {
            return true;
          }
        };
    DatasetStream stream =
        new DatasetStream(DatasetFormats.named("sft"), FileKind.JSONL, Rules.STANDARD);

    assertThatThrownBy(
            () ->
                stream.write(
                    ConversationSource.of(new GeneratedConversations(1, 30, 5, 5)),
                    new ByteArrayOutputStream(),
                    cancelled))
        .isInstanceOf(CancelledException.class);
  }

  private static ConversationSource endingBadly() {
    GeneratedConversations threads = new GeneratedConversations(1, 30, 5, 5);
    return new ConversationSource() {
      @Override
      public LabeledThread next() throws IOException {
        if (!threads.hasNext()) {
          throw new IOException("away");
        }
        return threads.next();
      }

      @Override
      public void close() {}
    };
  }
}
