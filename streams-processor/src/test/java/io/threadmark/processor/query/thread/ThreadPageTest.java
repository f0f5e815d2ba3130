package io.threadmark.processor.query.thread;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.store.MemoryRows;
import io.threadmark.processor.thread.rows.ThreadWatcher;
import io.threadmark.processor.thread.rows.ThreadWriter;
import io.threadmark.schema.Content;
import io.threadmark.schema.Ingest;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Stamp;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadPageTest {
  private static final Key THREAD = Key.thread("acme", "th");
  private static final int MIB = 1024 * 1024;

  private final MemoryRows rows = new MemoryRows();

  @Test
  void aPageOfLargeMessagesEndsEarlyAndTheNextGoesOn() {
    IntStream.range(0, 40).forEach(i -> put("m%02d".formatted(i), MIB - 1024));

    List<String> found = new ArrayList<>();
    int pages = 0;
    String cursor = null;
    do {
      ObjectNode page = new ThreadQuery().find(rows, THREAD, 500, cursor);
      assertThat(page.toString().length()).isLessThan(17 * MIB);
      for (JsonNode message : page.get("messages")) {
        found.add(message.get("message_id").asText());
      }
      cursor = page.path("next_cursor").asText(null);
      pages++;
    } while (cursor != null);

    assertThat(pages).isEqualTo(3);
    assertThat(found).hasSize(40).doesNotHaveDuplicates().isSorted();
  }

  private void put(String id, int size) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    Message message =
        Message.newBuilder()
            .setProjectId(THREAD.project())
            .setThreadId(THREAD.id())
            .setMessageId(id)
            .setStamp(new Stamp(now, 0L, ByteBuffer.wrap(new byte[16])))
            .setRole("user")
            .setContent(new Content("a".repeat(size), null))
            .setIngest(new Ingest(now, "test"))
            .build();
    new ThreadWriter(rows, THREAD.bytes(), ThreadWatcher.NONE).merge(message);
  }
}
