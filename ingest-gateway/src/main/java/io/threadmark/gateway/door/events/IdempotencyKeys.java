package io.threadmark.gateway.door.events;

import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Remembers what requests with an {@code Idempotency-Key} said, so that another request with the
 * same key is refused: events that it left unnamed have the same ids, and would be edited without
 * anybody meaning it. A key is taken while its first request is under way, and stays so once an
 * event of it is stored. The newest keys are known, to this gateway alone.
 */
public final class IdempotencyKeys {
  private static final int MOST_KEYS = 50_000;

  /** Reached only where large requests were refused in part. */
  private static final long MOST_BYTES = 32L * 1024 * 1024;

  private record Key(String project, String key) {}

  /** What was said under one key: by a request whose events are stored, and by those under way. */
  private static final class Entry {
    private Said stored;
    private final List<Said> underWay = new ArrayList<>(1);

    boolean takes(EventBatch batch, Said said) {
      return (stored == null || stored.isIn(batch, said))
          && underWay.stream().allMatch(other -> other.isIn(batch, said));
    }
  }

  private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long storedBytes;

  /** What one request says under its key. */
  static final class Use {
    private final IdempotencyKeys all;
    private final Key key;
    private final Said said;

    private Use(IdempotencyKeys all, Key key, Said said) {
      this.all = all;
      this.key = key;
      this.said = said;
    }

    /** Tells how the request ended: whether its events are stored. */
    void end(boolean stored) {
      if (key != null) {
        all.end(this, stored);
      }
    }
  }

  /**
   * Takes a request.
   *
   * @param key its key; null for none
   * @return to be ended in any case
   * @throws RequestRefused where another one has the key
   */
  Use use(String project, String key, EventBatch batch) throws RequestRefused {
    if (key == null || batch.events().isEmpty() || isErasure(batch)) {
      return new Use(this, null, null);
    }
    Use use = new Use(this, new Key(project, key), Said.of(batch));
    synchronized (entries) {
      Entry entry = entries.computeIfAbsent(use.key, k -> new Entry());
      if (!entry.takes(batch, use.said)) {
        throw new RequestRefused(
            ErrorCode.CONFLICT,
            "Idempotency-Key",
            "was sent before with other events; a new request needs a key of its own");
      }
      entry.underWay.add(use.said);
    }
    return use;
  }

  /** Ids of erasures are about what is erased, so that one key does for several. */
  private static boolean isErasure(EventBatch batch) {
    return batch.events().stream().anyMatch(event -> event.type() == EventType.ERASURE);
  }

  private void end(Use use, boolean stored) {
    synchronized (entries) {
      Entry entry = entries.get(use.key);
      entry.underWay.remove(use.said);
      if (stored) {
        storedBytes -= entry.stored == null ? 0 : entry.stored.bytes();
        entry.stored = Said.wider(entry.stored, use.said);
        storedBytes += entry.stored.bytes();
        forgetOldest();
      } else if (entry.stored == null && entry.underWay.isEmpty()) {
        entries.remove(use.key);
      }
    }
  }

  private void forgetOldest() {
    Iterator<Map.Entry<Key, Entry>> oldest = entries.entrySet().iterator();
    while ((entries.size() > MOST_KEYS || storedBytes > MOST_BYTES) && oldest.hasNext()) {
      Entry entry = oldest.next().getValue();
      if (entry.underWay.isEmpty()) {
        storedBytes -= entry.stored.bytes();
        oldest.remove();
      }
    }
  }
}
