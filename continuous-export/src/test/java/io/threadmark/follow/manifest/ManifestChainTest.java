package io.threadmark.follow.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.dataset.json.TextHash;
import io.threadmark.follow.storage.MemoryStorage;
import io.threadmark.follow.storage.Storage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ManifestChainTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00.123456789Z");
  private static final SortedMap<Integer, Long> POSITIONS = new TreeMap<>();

  private final Storage storage = new MemoryStorage();
  private final ManifestChain chain = new ManifestChain(storage);

  @Test
  void theNewestIsReadAsItWasCommitted() throws Exception {
    assertThat(chain.newest()).isEmpty();
    Manifest first = first();
    Manifest second = first.next(NOW.plusSeconds(1)).withCompactor("fedcba9876543210");
    assertThat(chain.commit(first)).isTrue();
    assertThat(chain.commit(second)).isTrue();

    assertThat(chain.newest()).contains(second);
    byte[] bytes = storage.open(ManifestChain.path(1)).readAllBytes();
    assertThat(second.previousSha256())
        .isEqualTo(HexFormat.of().formatHex(TextHash.sha256().digest(bytes)));
  }

  @Test
  void ofTwoWhoGoOnFromTheSameOneOneDoes() throws Exception {
    chain.commit(first());
    Manifest one = first().next(NOW).withWriter("1".repeat(16));
    Manifest other = first().next(NOW).withWriter("2".repeat(16));

    assertThat(chain.commit(one)).isTrue();
    assertThat(chain.commit(other)).isFalse();
    assertThat(chain.newest()).contains(one);
  }

  @Test
  void whoGotNoAnswerMayCommitTheSameAgain() throws Exception {
    assertThat(chain.commit(first())).isTrue();
    assertThat(chain.commit(first())).isTrue();
  }

  @Test
  void oldOnesGoAndWhoSleptMeanwhileDoesNotTakeTheirPlace() throws Exception {
    Manifest manifest = first();
    Manifest asleep = manifest.next(NOW).withWriter("2".repeat(16));
    chain.commit(manifest);
    for (int more = 0; more < 3 * ManifestChain.KEPT; more++) {
      manifest = manifest.next(NOW);
      assertThat(chain.commit(manifest)).isTrue();
    }
    assertThat(storage.list("_manifest/")).hasSize(ManifestChain.KEPT);

    assertThat(chain.commit(asleep)).isFalse();
    assertThat(chain.newest()).contains(manifest);
  }

  @Test
  void aStorageThatOverwritesIsRefused() throws Exception {
    chain.commit(first());
    chain.requireFencing(first());

    ManifestChain unsafe = new ManifestChain(new OverwritingStorage());
    unsafe.commit(first());
    assertThatThrownBy(() -> unsafe.requireFencing(first()))
        .isInstanceOf(ExportRefusedException.class)
        .hasMessageContaining("If-None-Match");
  }

  @Test
  void whatIsNoManifestOrOfALaterVersionIsRefused() {
    for (String text :
        List.of(
            "{}",
            "[1]",
            "{\"format\":\"threadmark-continuous-export\",\"format_version\":2}",
            "{\"format\":\"threadmark-continuous-export\",\"format_version\":1}")) {
      assertThatThrownBy(
              () -> ManifestJson.read("_manifest/1", text.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(ExportRefusedException.class)
          .hasMessageStartingWith("_manifest/1 ");
    }
  }

  @Test
  void onlyPartsAreTakenForParts() {
    String path = PartName.of(3, 5, 17, PartName.Maker.FOLLOWER, "0123456789abcdef", "jsonl");
    assertThat(path)
        .isEqualTo(
            "data/partition-00003/00000000000000000005-00000000000000000017-f0123456789abcdef.jsonl");
    assertThat(PartName.isPart(path)).isTrue();
    assertThat(PartName.isPartOf(PartName.Maker.COMPACTION, path)).isFalse();
    for (String other : List.of("data/train.jsonl", path + ".bak", "x" + path, "data/" + path)) {
      assertThat(PartName.isPart(other)).isFalse();
    }
  }

  private static Manifest first() {
    POSITIONS.put(0, 12L);
    POSITIONS.put(1, 0L);
    Part part = new Part("data/x", 0, 3, 11, 7, 4_000, "ab");
    ExportState state =
        new ExportState("0123456789abcdef", 1, POSITIONS, NOW, List.of(part), List.of("data/y"));
    ExportSource source = new ExportSource("topic", "id", 2, "jsonl", List.of("a", "b"));
    return Manifest.first(NOW, "0123456789abcdef", source, state);
  }

  /** As servers do that do not know the condition. */
  private static final class OverwritingStorage extends MemoryStorage {
    @Override
    public boolean create(String path, byte[] content) {
      delete(path);
      return super.create(path, content);
    }

    @Override
    public void put(String path, Path file) {
      throw new UnsupportedOperationException();
    }
  }
}
