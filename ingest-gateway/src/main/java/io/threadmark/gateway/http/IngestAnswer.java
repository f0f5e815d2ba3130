package io.threadmark.gateway.http;

import com.fasterxml.jackson.core.JsonGenerator;
import io.threadmark.gateway.event.ErrorCode;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.event.Rejection;
import io.threadmark.gateway.publish.Receipts;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.List;

/** What a client is told of the events that it sent. */
final class IngestAnswer {
  /** Names the receipt of a request, for clients that do not read the body. */
  static final String RECEIPT_HEADER = "Threadmark-Receipt";

  private static final int LARGEST_RECEIPT_HEADER = 4 * 1024;

  /** A longer receipt fits in no address. */
  private static final int LARGEST_RECEIPT = 48 * 1024;

  private static final int MOST_DETAILS = 20;

  private final EventBatch batch;
  private final List<String> receipts;
  private final String receipt;

  private IngestAnswer(EventBatch batch, List<String> receipts, String receipt) {
    this.batch = batch;
    this.receipts = receipts;
    this.receipt = receipt;
  }

  /** The answer, once the events of the batch are durable. */
  static IngestAnswer of(EventBatch batch, String project, Receipts receipts) {
    List<Event> events = batch.events();
    if (events.size() == 1) {
      String only = receipts.write(project, events);
      return new IngestAnswer(batch, List.of(only), only);
    }
    List<String> each =
        events.stream().map(event -> receipts.write(project, List.of(event))).toList();
    return new IngestAnswer(batch, each, events.isEmpty() ? null : receipts.write(project, events));
  }

  /** The receipt for all events, however long; null where none was accepted. */
  String receipt() {
    return receipt;
  }

  /**
   * Sends the answer.
   *
   * @param visible whether queries show the events; null where that was not asked
   */
  void send(HttpServerResponse response, Boolean visible) {
    if (receipt != null && receipt.length() <= LARGEST_RECEIPT_HEADER) {
      response.putHeader(RECEIPT_HEADER, receipt);
    }
    JsonAnswer.send(response, status(), json -> write(json, visible));
  }

  private int status() {
    if (batch.rejections().isEmpty()) {
      return 202;
    }
    if (!batch.events().isEmpty()) {
      return 207;
    }
    return batch.size() == 1 && batch.rejections().get(0).code() == ErrorCode.TOO_LARGE ? 413 : 422;
  }

  private void write(JsonGenerator json, Boolean visible) throws IOException {
    json.writeStartObject();
    json.writeNumberField("accepted", batch.events().size());
    if (batch.events().isEmpty()) {
      writeError(json);
    }
    json.writeArrayFieldStart("rejected");
    for (Rejection rejection : batch.rejections()) {
      writeRejection(json, rejection);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("receipts");
    for (int i = 0; i < receipts.size(); i++) {
      writeReceipt(json, batch.events().get(i), receipts.get(i));
    }
    json.writeEndArray();
    boolean fits = receipt != null && receipt.length() <= LARGEST_RECEIPT;
    json.writeStringField("receipt", fits ? receipt : null);
    if (visible != null) {
      json.writeBooleanField("visible", visible);
    }
    json.writeEndObject();
  }

  /** Nothing was accepted: the request as a whole failed. */
  private void writeError(JsonGenerator json) throws IOException {
    List<Rejection> rejections = batch.rejections();
    ErrorCode first = rejections.get(0).code();
    boolean alike = rejections.stream().allMatch(rejection -> rejection.code() == first);
    String message =
        rejections.size() == 1
            ? rejections.get(0).sentence()
            : "none of the " + rejections.size() + " events was accepted";
    ErrorAnswer.writeField(
        json,
        alike ? first : ErrorCode.ALL_REJECTED,
        message,
        rejections.subList(0, Math.min(MOST_DETAILS, rejections.size())));
  }

  private static void writeRejection(JsonGenerator json, Rejection rejection) throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", rejection.index());
    json.writeStringField("code", rejection.code().word());
    json.writeStringField("path", rejection.path());
    json.writeStringField("message", rejection.sentence());
    json.writeEndObject();
  }

  private static void writeReceipt(JsonGenerator json, Event event, String receipt)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("index", event.index());
    json.writeStringField("id", event.id());
    json.writeStringField("receipt", receipt);
    json.writeEndObject();
  }
}
