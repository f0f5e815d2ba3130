package io.threadmark.gateway.event;

import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import java.nio.ByteBuffer;
import org.apache.avro.specific.SpecificRecord;

/**
 * A valid event, ready to be published.
 *
 * @param index its place in the request, from 0
 * @param type what it is about
 * @param key the key of its record
 * @param value its record, complete with stamp
 * @param statement what a receipt says of it; null where queries show nothing to wait for
 */
public record Event(
    int index, EventType type, Key key, SpecificRecord value, Receipt.Statement statement) {

  /** The id of what it is about: of the trace, message, thread, feedback, span or erasure. */
  public String id() {
    boolean isPart = type == EventType.MESSAGE || type == EventType.SPAN;
    return isPart ? statement.messageId() : key.id();
  }

  /** The hash of what it says. */
  public ByteBuffer contentHash() {
    return statement != null ? statement.stamp().getContentHash() : ContentHash.of(value);
  }
}
