package io.threadmark.processor.topology;

import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.stage.StoreRows;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.Receipt;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.Receipt.Subject;
import io.threadmark.schema.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Utils;

/** The rows that stages keep of a few conversations, for those who read rows. */
public final class KeptRows {
  public static final String PROJECT = Events.PROJECT;
  public static final int PARTITIONS = 2;

  /** Of each kind of thing. */
  public static final int THINGS = 8;

  /** Names what was erased. */
  public static final SubjectHash HASHES = Pipeline.HASHES;

  private final SimulatedCluster cluster =
      new SimulatedCluster(PARTITIONS, 100, Pipeline.TIMING, Events.START);
  private final List<Statement> said = new ArrayList<>();

  /** Threads, each with a message, a trace and feedback on all of them. */
  public KeptRows() {
    List<SpecificRecord> events = new ArrayList<>();
    for (int i = 0; i < THINGS; i++) {
      var message = Events.message("h" + i, "m" + i, i, "hello");
      var trace = Events.trace(traceId(i), i, "h" + i, "r" + i);
      var onTrace = Events.feedback("t" + i, i, Events.onTrace(traceId(i)), "true");
      var onRequest = Events.feedback("r" + i, i, Events.onRequest("r" + i), "false");
      var onMessage = Events.feedback("h" + i, i, Events.onMessage("h" + i, "m" + i), "true");
      var root = root(i);
      var model = model(i);
      events.addAll(List.of(onTrace, onRequest, onMessage, message, trace, model, root));
      for (Span span : List.of(root, model)) {
        said.add(new Statement(Subject.SPAN, traceId(i), span.getSpanId(), span.getStamp()));
      }
      said.add(new Statement(Subject.MESSAGE, "h" + i, "m" + i, message.getStamp()));
      said.add(new Statement(Subject.TRACE, traceId(i), null, trace.getStamp()));
      for (var feedback : List.of(onTrace, onRequest, onMessage)) {
        String id = feedback.getFeedbackId();
        said.add(new Statement(Subject.FEEDBACK, id, null, feedback.getStamp()));
      }
      events.add(Events.erasure("thread", "gone" + i, i));
    }
    events.add(Events.span("alone", "root", 1));
    events.forEach(cluster::arrive);
    new Schedule(cluster, new Random(1), List.of(), Events.START).rest();
  }

  private static Span root(int i) {
    return Events.span(traceId(i), "root", i, span -> span.setEndTimeNanos(nanos(i) + 5));
  }

  private static Span model(int i) {
    return Events.span(traceId(i), "model", i + 1, span -> tellOfAModel(span, i));
  }

  private static void tellOfAModel(Span.Builder span, int i) {
    span.setParentSpanId("root")
        .setName("chat")
        .setKind("CLIENT")
        .setType("LLM")
        .setStatus("ERROR")
        .setStatusMessage("cut off")
        .setStartTimeNanos(nanos(i) + 1)
        .setAttributes("{\"in\":\"hello\",\"out\":{\"n\":1.50},\"temperature\":0.10}")
        .setInputAttribute("in")
        .setOutputAttribute("out")
        .setEvents("[{\"name\":\"token\",\"time_nanos\":" + (nanos(i) + 2) + ",\"attributes\":{}}]")
        .setLinks("[{\"trace_id\":\"t\",\"span_id\":\"s\",\"attributes\":{}}]")
        .setResource("{\"service.name\":\"shop\"}")
        .setScopeName("openinference")
        .setScopeVersion("1.0");
  }

  private static long nanos(int second) {
    return Events.START.plusSeconds(second).getEpochSecond() * 1_000_000_000L;
  }

  /** The id of a trace. */
  public static String traceId(int number) {
    return "trace-" + number;
  }

  /** What tells of all that was said. */
  public Receipt receipt() {
    return new Receipt(PROJECT, said);
  }

  /** The partition of a key. */
  public int partition(Key key) {
    return Utils.toPositive(Utils.murmur2(key.bytes())) % PARTITIONS;
  }

  /** The rows of a partition of a store. */
  public Rows rows(String store, int partition) {
    return cluster.tasks().stream()
        .filter(task -> task.partition() == partition && task.stores().containsKey(store))
        .map(task -> task.stores().get(store))
        .map((Function<MemoryStore, Rows>) StoreRows::new)
        .findFirst()
        .orElseThrow();
  }
}
