package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.span.Attributes;
import io.threadmark.gateway.span.Judgement;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.SpanData.SpanLink;
import io.threadmark.gateway.span.SpanSort;
import io.threadmark.schema.TraceId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes feedback of the judgements that a span carries. They are about the span itself; where it
 * was made to carry them, about the one span that it links to. Who is whose parent tells nothing.
 */
final class SpanFeedback {
  private final Attributes attributes;
  private final SpanTimes times;
  private final Entry entry;
  private final SpanLink judged;

  private SpanFeedback(Attributes attributes, SpanTimes times, Entry entry) {
    this.attributes = attributes;
    this.times = times;
    this.entry = entry;
    this.judged = judged(attributes);
  }

  static List<Event> events(Attributes attributes, SpanTimes times, Entry entry)
      throws InvalidEvent {
    return new SpanFeedback(attributes, times, entry).events();
  }

  /**
   * Whether a span is there only to judge one of another trace. Then it makes no trace: nobody
   * asked the application anything.
   */
  static boolean isCarrier(Attributes attributes) {
    SpanLink judged = judged(attributes);
    return judged != null
        && attributes.span().isRoot()
        && !judged.traceId().equals(attributes.span().traceId())
        && !Judgement.of(attributes.span().attributes()).isEmpty();
  }

  /** What a span was made to judge; null where it judges itself, or nothing. */
  private static SpanLink judged(Attributes attributes) {
    SpanData span = attributes.span();
    SpanSort sort = SpanSort.of(attributes);
    boolean mayCarry = sort == SpanSort.EVALUATOR || sort == SpanSort.OTHER;
    return mayCarry && span.links().size() == 1 ? span.links().get(0) : null;
  }

  private List<Event> events() throws InvalidEvent {
    List<Event> events = new ArrayList<>();
    for (Judgement judgement : Judgement.of(attributes.span().attributes())) {
      Map<String, Json> target = target(judgement);
      if (target != null) {
        events.add(event(judgement, target));
      }
    }
    SpanData span = attributes.span();
    for (SpanData.SpanEvent event : span.events()) {
      if (event.name().equals(EvaluationEvents.NAME)) {
        events.add(
            EvaluationEvents.of(
                event.attributes(), span.traceId(), span.spanId(), event.timeNanos(), entry));
      }
    }
    return events;
  }

  /** The fields that name the target; null where it has none. */
  private Map<String, Json> target(Judgement judgement) {
    SpanData span = attributes.span();
    boolean isLinked = judged != null;
    String traceId = isLinked ? TraceId.canonical(judged.traceId()) : span.traceId();
    String spanId = isLinked ? judged.spanId() : span.spanId();
    return switch (judgement.about()) {
      case SPAN ->
          judgement.ofEvaluator() && !isLinked
              ? null
              : Map.of("trace_id", new JsonText(traceId), "span_id", new JsonText(spanId));
      case TRACE -> Map.of("trace_id", new JsonText(traceId));
      case SESSION -> {
        String thread = SpanNames.thread(attributes);
        yield thread == null ? null : Map.of("thread_id", new JsonText(thread));
      }
    };
  }

  private Event event(Judgement judgement, Map<String, Json> target) throws InvalidEvent {
    Map<String, Json> members = new LinkedHashMap<>(target);
    String name = Cut.name(judgement.name());
    members.put("feedback_id", new JsonText(id(judgement, target, name)));
    members.put("name", new JsonText(name));
    JudgedFields.put(
        members,
        judgement.score(),
        judgement.label(),
        judgement.explanation(),
        judgement.metadata());
    members.put("source", source(judgement));
    members.put("timestamp", new JsonText(times.known().toString()));
    try {
      return FeedbackReader.read(
          new Entry(new JsonObject(members), entry.index(), entry.arrival()));
    } catch (InvalidEvent e) {
      throw e.under(judgement.path());
    }
  }

  /** It follows from what is judged, by what name and identifier; not from the place in a list. */
  private static String id(Judgement judgement, Map<String, Json> target, String name) {
    return HashedId.of(
        "judgement",
        text(target.get("trace_id")),
        text(target.get("span_id")),
        text(target.get("thread_id")),
        name,
        judgement.identifier());
  }

  private static String text(Json value) {
    return value instanceof JsonText text ? text.value() : null;
  }

  private static Json source(Judgement judgement) {
    String kind = judgement.kind() == null ? "" : judgement.kind();
    String type =
        switch (kind) {
          case "HUMAN", "CODE" -> kind;
          case "LLM" -> "LLM_JUDGE";
          default -> "UNSPECIFIED";
        };
    Map<String, Json> source = new LinkedHashMap<>();
    source.put("type", new JsonText(type));
    String judge = SpanNames.id(judgement.identifier());
    if (judge != null) {
      source.put("id", new JsonText(judge));
    }
    return new JsonObject(source);
  }
}
