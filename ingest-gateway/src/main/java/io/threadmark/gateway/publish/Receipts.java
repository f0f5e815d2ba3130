package io.threadmark.gateway.publish;

import io.threadmark.gateway.event.Event;
import io.threadmark.schema.Receipt;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/** Writes receipts, signed so that no one else can. */
public final class Receipts {
  private volatile byte[] secret;

  /** Receipts that can be written once there is a secret. */
  public Receipts() {}

  /**
   * Sets what signs receipts; gateways and processors that work together have the same.
   *
   * @param secret not empty
   */
  public void signWith(String secret) {
    if (secret.isEmpty()) {
      throw new IllegalArgumentException("the secret that signs receipts must not be empty");
    }
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Whether there is a secret. */
  boolean canSign() {
    return secret != null;
  }

  /** A receipt for events of a project. */
  public String write(String project, List<Event> events) {
    List<Receipt.Statement> statements =
        events.stream().map(Event::statement).filter(Objects::nonNull).toList();
    return new Receipt(project, statements).sign(secret);
  }
}
