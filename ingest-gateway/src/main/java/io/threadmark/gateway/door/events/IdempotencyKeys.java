package io.threadmark.gateway.door.events;

import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.EventType;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.gateway.refusal.RequestRefused;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers what requests with an {@code Idempotency-Key} said, so that another request with the
 * same key is refused: events that it left unnamed have the same ids, and would be edited without
 * anybody meaning it. The newest keys are known, to this gateway alone.
 */
public final class IdempotencyKeys {
  /** Some 10 MiB. */
  private static final int MOST_KEYS = 50_000;

  private record Key(String project, String key) {}

  private final Map<Key, ByteBuffer> said =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, ByteBuffer> eldest) {
          return size() > MOST_KEYS;
        }
      };

  /** What one request says under its key. */
  static final class Use {
    private final IdempotencyKeys all;
    private final Key key;
    private final ByteBuffer digest;

    private Use(IdempotencyKeys all, Key key, ByteBuffer digest) {
      this.all = all;
      this.key = key;
      this.digest = digest;
    }

    /** Its events are stored. */
    void remember() {
      if (key != null) {
        synchronized (all.said) {
          all.said.putIfAbsent(key, digest);
        }
      }
    }
  }

  /**
   * Takes a request.
   *
   * @param key its key; null for none
   * @throws RequestRefused where another one had the key
   */
  Use use(String project, String key, EventBatch batch) throws RequestRefused {
    if (key == null || isErasure(batch)) {
      return new Use(this, null, null);
    }
    Use use = new Use(this, new Key(project, key), digest(batch));
    ByteBuffer known;
    synchronized (said) {
      known = said.get(use.key);
    }
    if (known != null && !known.equals(use.digest)) {
      throw new RequestRefused(
          ErrorCode.CONFLICT,
          "Idempotency-Key",
          "was sent before with other events; a new request needs a key of its own");
    }
    return use;
  }

  /** Ids of erasures are about what is erased, so that one key does for several. */
  private static boolean isErasure(EventBatch batch) {
    return batch.events().stream().anyMatch(event -> event.type() == EventType.ERASURE);
  }

  /** Of what the events say, however it is spelled. */
  private static ByteBuffer digest(EventBatch batch) {
    MessageDigest digest = sha256();
    for (Event event : batch.events()) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(event.index()).flip());
      digest.update(event.statement().stamp().getContentHash().duplicate());
    }
    for (Rejection rejection : batch.rejections()) {
      digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(rejection.index()).flip());
    }
    return ByteBuffer.wrap(digest.digest());
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
