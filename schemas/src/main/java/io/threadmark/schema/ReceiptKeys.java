package io.threadmark.schema;

import io.threadmark.schema.settings.InternalSecret;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * What signs receipts, the same in all gateways and processors that work together: the first key
 * signs, each is accepted.
 */
public final class ReceiptKeys {
  private static final String PURPOSE = "threadmark receipts";

  /** Nothing signs yet. */
  public static final ReceiptKeys NONE = new ReceiptKeys(List.of());

  private final List<byte[]> keys;

  private ReceiptKeys(List<byte[]> keys) {
    this.keys = List.copyOf(keys);
  }

  /**
   * From settings alone: the secret of receipts, where it is set, else keys that follow from the
   * secret that gateways and processors share; {@link #NONE} where neither is set.
   *
   * @param receiptSecret empty for none
   */
  public static ReceiptKeys of(String receiptSecret, InternalSecret internal) {
    return receiptSecret.isEmpty()
        ? new ReceiptKeys(internal.keysFor(PURPOSE))
        : ofText(receiptSecret);
  }

  /** A key that is a text, such as the id of the Kafka cluster, which is no secret. */
  public static ReceiptKeys ofText(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("what signs receipts must not be empty");
    }
    return new ReceiptKeys(List.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Whether nothing signs yet. */
  public boolean isEmpty() {
    return keys.isEmpty();
  }

  /** A receipt as a client carries it. */
  public String sign(Receipt receipt) {
    return receipt.sign(keys.get(0));
  }

  /**
   * Reads a receipt that a client brought back.
   *
   * @throws IllegalArgumentException where no key signed it
   */
  public Receipt verify(String text) {
    for (byte[] key : keys) {
      try {
        return Receipt.verify(text, key);
      } catch (IllegalArgumentException e) {
        // another key may have signed it
      }
    }
    throw new IllegalArgumentException("not a receipt");
  }
}
