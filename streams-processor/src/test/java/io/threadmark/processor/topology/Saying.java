package io.threadmark.processor.topology;

import io.threadmark.schema.Ingest;
import io.threadmark.schema.Stamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * When something is said, and when and how it comes in.
 *
 * @param second of the event, after the start
 * @param revision the client's own
 * @param delay seconds between the event and its arrival at the gateway
 * @param door the way in
 */
record Saying(int second, int revision, int delay, String door) {
  static final Ingest NOT_YET = new Ingest(Instant.EPOCH, "");
  static final Stamp NONE = new Stamp(Instant.EPOCH, 0L, ByteBuffer.allocate(0));

  /** The event as said at this time: its hash is that of all else. */
  <T extends SpecificRecord> T of(T content) {
    T event = SpecificData.get().deepCopy(content.getSchema(), content);
    put(event, "stamp", NONE);
    put(event, "ingest", NOT_YET);
    ByteBuffer hash = hash(event.toString());
    put(event, "stamp", new Stamp(time(second), (long) revision, hash));
    put(event, "ingest", new Ingest(time(second + delay), door));
    return event;
  }

  private static void put(SpecificRecord event, String field, Object value) {
    event.put(event.getSchema().getField(field).pos(), value);
  }

  private static Instant time(int second) {
    return Events.START.plusSeconds(second);
  }

  /** Hashes of several lengths that begin alike, with zeros in them: all of that is legal. */
  private static ByteBuffer hash(String content) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(content.getBytes(StandardCharsets.UTF_8));
      int alike = digest[0] & 3;
      byte[] hash = new byte[alike + Long.BYTES];
      Arrays.fill(hash, 0, alike, (byte) ((digest[0] >> 2) & 1));
      System.arraycopy(digest, 1, hash, alike, Long.BYTES);
      return ByteBuffer.wrap(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
