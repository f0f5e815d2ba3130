package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the turns of the conversation that a span tells, each with its place. */
public final class SpanTurns {
  /** Of one span, the newest: what is older was mostly told before. */
  private static final int MOST_TURNS = 512;

  /**
   * A turn with its place.
   *
   * @param identity what makes it the same turn wherever it is told
   * @param occurrence how many of that identity there are up to here, from 1
   * @param output whether the span made it, or else was given it
   * @param earlier whether an answer stands behind it, so that it was said before the span
   * @param position among all turns of the span
   */
  public record Placed(
      Turn turn, String identity, int occurrence, boolean output, boolean earlier, int position) {}

  private final List<Placed> placed = new ArrayList<>();

  private SpanTurns() {}

  /** The turns that a span tells; none where it is no part of the conversation. */
  public static List<Placed> of(Attributes attributes) {
    SpanTurns turns = new SpanTurns();
    SpanSort sort = SpanSort.of(attributes);
    switch (sort) {
      case LLM -> turns.addConversation(attributes, true);
      case AGENT, CHAIN, OTHER -> turns.addConversation(attributes, attributes.span().isRoot());
      case TOOL -> turns.addResult(attributes);
      case RETRIEVER -> turns.addDocuments(attributes);
      case EMBEDDING, RERANKER, EVALUATOR, GUARDRAIL -> {}
    }
    List<Placed> all = turns.placed;
    return List.copyOf(all.subList(Math.max(0, all.size() - MOST_TURNS), all.size()));
  }

  /**
   * @param anyShape whether also texts and JSON are looked at that no convention calls messages:
   *     steps between the user and the model say much that is no part of the conversation
   */
  private void addConversation(Attributes attributes, boolean anyShape) {
    List<Turn> input = new ArrayList<>();
    input.addAll(Chat.turns(attributes.value(Meaning.SYSTEM_MESSAGE), Turn.SYSTEM));
    input.addAll(said(attributes, Meaning.INPUT_MESSAGES, Meaning.INPUT, Turn.USER, anyShape));
    List<Turn> output =
        said(attributes, Meaning.OUTPUT_MESSAGES, Meaning.OUTPUT, Turn.ASSISTANT, anyShape);
    boolean isWhole = output.stream().anyMatch(turn -> turn.role().equals(Turn.USER));
    Map<String, Integer> counts = new HashMap<>();
    addAll(input, counts, lastAnswer(input), false);
    // Some agents give back the whole conversation: it is counted from its beginning.
    addAll(output, isWhole ? new HashMap<>() : counts, lastQuestion(output), true);
  }

  private static List<Turn> said(
      Attributes attributes, Meaning messages, Meaning any, String speaker, boolean anyShape) {
    List<Turn> turns = Chat.turns(attributes.value(messages), speaker);
    return turns.isEmpty() && anyShape ? Chat.turns(attributes.value(any), speaker) : turns;
  }

  /** The place of the last answer that something was said to; -1 for none. */
  private static int lastAnswer(List<Turn> input) {
    int end = input.size() - 1;
    while (end >= 0 && input.get(end).role().equals(Turn.ASSISTANT)) {
      end--; // the beginning of an answer, for the model to go on with
    }
    while (end >= 0 && !input.get(end).role().equals(Turn.ASSISTANT)) {
      end--;
    }
    return end;
  }

  private static int lastQuestion(List<Turn> output) {
    int last = output.size() - 1;
    while (last >= 0 && !output.get(last).role().equals(Turn.USER)) {
      last--;
    }
    return last;
  }

  private void addAll(
      List<Turn> turns, Map<String, Integer> counts, int lastEarlier, boolean output) {
    for (int i = 0; i < turns.size(); i++) {
      add(turns.get(i), counts, i <= lastEarlier, output);
    }
  }

  private void add(Turn turn, Map<String, Integer> counts, boolean earlier, boolean output) {
    String identity = turn.identity();
    int occurrence = counts.merge(identity, 1, Integer::sum);
    placed.add(new Placed(turn, identity, occurrence, output, earlier, placed.size()));
  }

  private void addResult(Attributes attributes) {
    Json result = EmbeddedJson.structure(attributes.value(Meaning.OUTPUT));
    if (!Members.isSaid(result)) {
      return;
    }
    Turn told =
        result instanceof JsonObject object && ChatMessage.is(object)
            ? ChatMessage.turns(object, Turn.TOOL).stream().findFirst().orElse(null)
            : null;
    String callId = attributes.text(Meaning.TOOL_CALL);
    String tool = attributes.text(Meaning.TOOL);
    Json content = told != null && told.content() != null ? told.content() : result;
    add(
        new Turn(
            Turn.TOOL,
            tool != null ? tool : attributes.span().name(),
            content,
            List.of(),
            callId != null ? callId : told == null ? null : told.callId()),
        new HashMap<>(),
        false,
        true);
  }

  private void addDocuments(Attributes attributes) {
    Json documents = attributes.value(Meaning.DOCUMENTS);
    Json found = documents != null ? documents : attributes.value(Meaning.OUTPUT);
    if (Members.isSaid(found)) {
      String name = attributes.span().name();
      add(new Turn(Turn.RETRIEVAL, name, found, List.of(), null), new HashMap<>(), false, true);
    }
  }
}
