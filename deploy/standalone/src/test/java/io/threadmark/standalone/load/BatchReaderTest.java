package io.threadmark.standalone.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BatchReaderTest {
  private final List<Integer> tooLong = new ArrayList<>();

  @Test
  void aBatchStaysUnderTheSizeThatAGatewayTakes() throws IOException {
    String large = "x".repeat(BatchReader.MOST_BYTES / 2);

    List<Batch> batches = read(large + "\n" + large + "\nsmall\n", 500);

    assertThat(batches).extracting(Batch::size).containsExactly(1, 2);
    assertThat(batches.get(1).line(0)).isEqualTo(2);
    assertThat(batches.get(1).line(1)).isEqualTo(3);
  }

  @Test
  void aLineThatIsTooLongIsToldAndSkipped() throws IOException {
    String endless = "x".repeat(BatchReader.MOST_BYTES + 1);

    List<Batch> batches = read("a\n" + endless + "\nb", 500);

    assertThat(tooLong).containsExactly(2);
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).body()).isEqualTo("a\nb\n".getBytes(StandardCharsets.UTF_8));
    assertThat(batches.get(0).line(1)).isEqualTo(3);
  }

  @Test
  void anEmptyFileHasNoBatches() throws IOException {
    assertThat(read("", 1)).isEmpty();
    assertThat(read("\n\n", 1)).isEmpty();
  }

  private List<Batch> read(String text, int mostLines) throws IOException {
    BatchReader reader =
        new BatchReader(
            new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)),
            mostLines,
            tooLong::add);
    List<Batch> batches = new ArrayList<>();
    for (Optional<Batch> next = reader.next(); next.isPresent(); next = reader.next()) {
      batches.add(next.get());
    }
    return batches;
  }
}
