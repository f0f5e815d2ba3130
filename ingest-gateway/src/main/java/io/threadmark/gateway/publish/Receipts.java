package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.ReceiptKeys;
import java.util.List;
import java.util.Objects;

/** Writes receipts, signed so that no one else can. */
public final class Receipts {
  private volatile ReceiptKeys keys = ReceiptKeys.NONE;

  /** Receipts that can be written once there is a secret. */
  public Receipts() {}

  /**
   * Sets what signs receipts; gateways and processors that work together have the same.
   *
   * @param given empty where it is not known yet
   */
  public void signWith(ReceiptKeys given) {
    keys = given;
  }

  /** Whether there is a secret. */
  boolean canSign() {
    return !keys.isEmpty();
  }

  /** A receipt for events of a project. */
  public String write(String project, List<Event> events) {
    List<Receipt.Statement> statements =
        events.stream().map(Event::statement).filter(Objects::nonNull).toList();
    return keys.sign(new Receipt(project, statements));
  }
}
