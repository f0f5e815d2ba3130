package io.threadmark.processor.export.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.Key;
import io.threadmark.schema.state.ExportJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PackageRetentionTest {
  private static final long SECOND = 1_000_000;

  private final Map<Key, ExportJob> over = new HashMap<>();

  @Test
  void packagesGoWhenTheyAreOldAndJobsLater() {
    add("old", 100, 1L);
    add("new", 280, 1L);
    add("failed", 280, null);
    add("ancient", 10, 1L);
    PackageRetention retention =
        new PackageRetention(Duration.ofSeconds(100), 1_000, Duration.ofSeconds(250), 100, 100);

    PackageRetention.Leaving leaving = retention.leaving(over, 300 * SECOND);
    assertThat(leaving.packages())
        .containsOnly(Map.entry(key("old"), "it was older than 100 seconds"));
    assertThat(leaving.jobs()).containsExactly(key("ancient"));
  }

  @Test
  void theOldestGoWhereThereIsNoRoomAndTheNewestStaysWhateverItsSize() {
    add("1", 1, 40L);
    add("2", 2, 40L);
    add("3", 3, 40L);
    add("4", 4, null);
    PackageRetention tight =
        new PackageRetention(Duration.ofDays(1), 100, Duration.ofDays(1), 100, 100);
    assertThat(tight.leaving(over, 10 * SECOND).packages()).containsOnlyKeys(key("1"));

    PackageRetention none =
        new PackageRetention(Duration.ofDays(1), 0, Duration.ofDays(1), 100, 100);
    assertThat(none.leaving(over, 10 * SECOND).packages()).containsOnlyKeys(key("1"), key("2"));
  }

  @Test
  void onlySoManyJobsAreTold() {
    add("1", 1, 1L);
    add("2", 2, 1L);
    add("3", 3, null);
    PackageRetention two =
        new PackageRetention(Duration.ofDays(1), 100, Duration.ofDays(1), 2, 100);
    assertThat(two.leaving(over, 10 * SECOND).jobs()).containsExactly(key("1"));

    PackageRetention brief =
        new PackageRetention(Duration.ofDays(1), 100, Duration.ofDays(1), 100, 1);
    assertThat(brief.leaving(over, 10 * SECOND).jobs()).containsExactly(key("2"), key("1"));
  }

  private void add(String id, long finishedSeconds, Long bytes) {
    over.put(
        key(id),
        ExportJob.newBuilder()
            .setRequest("r")
            .setState("DONE")
            .setApplication("app")
            .setInstance("i")
            .setAddress("a:1")
            .setCreatedAt(0)
            .setFinishedAt(finishedSeconds * SECOND)
            .setPackageBytes(bytes)
            .build());
  }

  private static Key key(String id) {
    return Key.export("p", id);
  }
}
