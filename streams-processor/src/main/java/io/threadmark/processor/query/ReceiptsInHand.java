package io.threadmark.processor.query;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.query.http.Allowance;
import io.threadmark.schema.Receipt;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;

/** Bounds the receipts of all requests that wait, before their bodies come. */
final class ReceiptsInHand {
  /** What is read of a receipt is some ten times as large as the receipt. */
  private static final int PART_OF_HEAP = 32;

  private static final long MOST_BYTES = 32L * 1024 * 1024;

  private final Allowance allowance;

  ReceiptsInHand() {
    this(Allowance.ofHeap(PART_OF_HEAP, MOST_BYTES));
  }

  ReceiptsInHand(Allowance allowance) {
    this.allowance = allowance;
  }

  /** Lets a request pass whose body is a receipt, if there is room. */
  void admit(RoutingContext request) {
    String length = request.request().getHeader(HttpHeaders.CONTENT_LENGTH);
    hold(request, length == null ? Receipt.MOST_CHARS : Long.parseLong(length));
    request.next();
  }

  /**
   * Holds a receipt until the request is answered.
   *
   * @throws NotAvailableException where there is no room
   */
  void hold(RoutingContext request, long bytes) {
    Allowance.Share share = allowance.share();
    share.add(Math.min(bytes, Receipt.MOST_CHARS));
    request.addEndHandler(ended -> share.close());
  }
}
