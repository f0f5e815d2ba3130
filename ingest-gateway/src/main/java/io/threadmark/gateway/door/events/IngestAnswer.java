package io.threadmark.gateway.door.events;

import com.fasterxml.jackson.core.JsonGenerator;
import io.threadmark.gateway.event.Event;
import io.threadmark.gateway.event.EventBatch;
import io.threadmark.gateway.http.ErrorAnswer;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.publish.Receipts;
import io.threadmark.gateway.query.Seen;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.Rejection;
import io.threadmark.schema.Erasure;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a client is told of the events that it sent; written before they go to Kafka. */
final class IngestAnswer {
  /** Names the receipt of a request, for clients that do not read the body. */
  static final String RECEIPT_HEADER = "Threadmark-Receipt";

  private static final int LARGEST_RECEIPT_HEADER = 4 * 1024;

  /** A longer receipt fits in no address. */
  private static final int LARGEST_RECEIPT = 48 * 1024;

  /** Of each statement the hash alone takes 16 bytes, which are 21 characters. */
  private static final int MOST_STATEMENTS_THAT_FIT = LARGEST_RECEIPT / 21;

  private static final int MOST_DETAILS = 20;

  /** Up to this size an answer, or a receipt, is not worth counting. */
  private static final int SMALL_BYTES = 64 * 1024;

  /** What is told of an event when it was waited for takes mostly no more. */
  private static final int SEEN_BYTES = 48;

  private final int status;
  private final List<List<Event>> items;
  private final String receipt;
  private final Buffer json;
  private final Map<ErrorCode, Integer> rejected = new EnumMap<>(ErrorCode.class);

  private IngestAnswer(
      EventBatch batch, List<List<Event>> items, List<String> receipts, String receipt) {
    this.status = status(batch, items);
    this.items = items;
    this.receipt = receipt;
    this.json = JsonAnswer.render(json -> write(json, batch, items, receipts, receipt));
    batch.rejections().forEach(rejection -> rejected.merge(rejection.code(), 1, Integer::sum));
  }

  /**
   * The answer for when the events of the batch are durable.
   *
   * @param waits whether somebody waits for all of them, by their receipt however long
   */
  static IngestAnswer of(EventBatch batch, String project, Receipts receipts, boolean waits) {
    List<Event> events = batch.events();
    List<List<Event>> items = batch.items();
    if (items.size() == 1) {
      String only = receipts.write(project, events);
      return new IngestAnswer(batch, items, List.of(only), only);
    }
    List<String> each = items.stream().map(item -> receipts.write(project, item)).toList();
    boolean isWanted = !events.isEmpty() && (waits || events.size() <= MOST_STATEMENTS_THAT_FIT);
    return new IngestAnswer(batch, items, each, isWanted ? receipts.write(project, events) : null);
  }

  /** The receipt for all events; null where none was accepted, or nobody can use it. */
  String receipt() {
    return receipt;
  }

  /** How many events were at fault, by what was wrong with them. */
  Map<ErrorCode, Integer> rejected() {
    return rejected;
  }

  /** Bytes that it holds until the client has read them; 0 where they are few. */
  int heldBytes() {
    return counted(json.length() + SEEN_BYTES * items.size());
  }

  /** The same, and of the receipt, while somebody waits for what it names. */
  int heldBytesWaiting() {
    return heldBytes() + counted(receipt.length());
  }

  private static int counted(int bytes) {
    return bytes <= SMALL_BYTES ? 0 : bytes;
  }

  /**
   * Sends the answer.
   *
   * @param seen what became of the events; null where that was not asked
   * @return done when it is on its way and no longer held
   */
  Future<Void> send(HttpServerResponse response, Seen seen) {
    if (receipt != null && receipt.length() <= LARGEST_RECEIPT_HEADER) {
      response.putHeader(RECEIPT_HEADER, receipt);
    }
    if (seen != null) {
      Buffer told = JsonAnswer.render(into -> writeSeen(into, seen));
      told.setByte(0, (byte) ','); // goes on with the object that the answer is
      json.setBuffer(json.length() - 1, told);
    }
    return JsonAnswer.send(response, status, json);
  }

  private void writeSeen(JsonGenerator json, Seen seen) throws IOException {
    json.writeStartObject();
    json.writeBooleanField("visible", seen.visible());
    json.writeArrayFieldStart("effects");
    int statements = 0;
    for (List<Event> item : items) {
      int next = statements + (int) item.stream().filter(e -> e.statement() != null).count();
      json.writeStartObject();
      json.writeNumberField("index", item.get(0).index());
      for (Map.Entry<String, Object> told : seen.effect(statements, next)) {
        json.writeStringField(told.getKey(), (String) told.getValue());
      }
      json.writeEndObject();
      statements = next;
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static int status(EventBatch batch, List<List<Event>> items) {
    if (batch.rejections().isEmpty()) {
      return 202;
    }
    if (!batch.events().isEmpty()) {
      return 207;
    }
    boolean isOne = items.size() + batch.rejections().size() == 1;
    return isOne && batch.rejections().get(0).code() == ErrorCode.TOO_LARGE ? 413 : 422;
  }

  private static void write(
      JsonGenerator json,
      EventBatch batch,
      List<List<Event>> items,
      List<String> receipts,
      String receipt)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("accepted", items.size());
    if (batch.events().isEmpty()) {
      writeError(json, batch.rejections());
    }
    json.writeArrayFieldStart("rejected");
    for (Rejection rejection : batch.rejections()) {
      writeRejection(json, rejection);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("receipts");
    for (int i = 0; i < receipts.size(); i++) {
      writeReceipt(json, items.get(i).get(0), receipts.get(i));
    }
    json.writeEndArray();
    boolean fits = receipt != null && receipt.length() <= LARGEST_RECEIPT;
    json.writeStringField("receipt", fits ? receipt : null);
    for (Event event : batch.events()) {
      if (event.value() instanceof Erasure erasure) { // its request has nothing else
        writeErasure(json, erasure);
      }
    }
    json.writeEndObject();
  }

  /** Whoever asks how far it is sees the same names, and a later state. */
  private static void writeErasure(JsonGenerator json, Erasure erasure) throws IOException {
    json.writeStringField("erasure_id", erasure.getErasureId());
    json.writeStringField("subject_kind", erasure.getSubjectKind());
    json.writeStringField("state", "ACCEPTED");
  }

  /** Nothing was accepted: the request as a whole failed. */
  private static void writeError(JsonGenerator json, List<Rejection> rejections)
      throws IOException {
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
