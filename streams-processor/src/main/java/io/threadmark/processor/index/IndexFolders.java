package io.threadmark.processor.index;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.lucene.util.IOUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folders of the partitions' indexes, of which what is not hosted any more goes in time. */
final class IndexFolders {
  private static final Logger LOG = LoggerFactory.getLogger(IndexFolders.class);

  /** It may come back. */
  private static final long KEEP_MS = Duration.ofMinutes(10).toMillis();

  private final Path root;
  private final Map<Integer, Long> leftAtMs = new HashMap<>();

  IndexFolders(Path root) {
    this.root = root;
  }

  Path of(int partition) {
    return root.resolve(Integer.toString(partition));
  }

  /** A partition is not hosted any more. */
  void left(int partition, long nowMs) {
    leftAtMs.put(partition, nowMs);
  }

  /** Removes what is not hosted, once it was not for long. */
  void forget(Set<Integer> hosted, long nowMs) throws IOException {
    leftAtMs.keySet().removeAll(hosted);
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> folders = Files.list(root)) {
      for (Path folder : folders.toList()) {
        String name = folder.getFileName().toString();
        if (name.matches("\\d{1,9}") && !hosted.contains(Integer.valueOf(name))) {
          forget(folder, leftAtMs.computeIfAbsent(Integer.valueOf(name), unknown -> nowMs), nowMs);
        }
      }
    }
  }

  private static void forget(Path folder, long leftAtMs, long nowMs) throws IOException {
    if (nowMs - leftAtMs > KEEP_MS) {
      IOUtils.rm(folder);
      LOG.info("removed the search index of partition {}, which is elsewhere now", folder);
    }
  }
}
