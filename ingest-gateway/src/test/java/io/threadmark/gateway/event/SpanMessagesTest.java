package io.threadmark.gateway.event;

import static io.threadmark.gateway.event.SpanDerivation.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.span.SpanData;
import io.threadmark.gateway.span.Spans;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** The turns that spans tell, as messages of a thread. */
class SpanMessagesTest {
  private static final String OTHER_TRACE = "1af7651916cd43dd8448eb211c80319c";

  /** A call of a model that was given these turns and said that. */
  private static Spans call(Spans span, String output, String... input) {
    Map<String, Json> attributes = new LinkedHashMap<>();
    attributes.put("gen_ai.operation.name", new JsonText("chat"));
    attributes.put("gen_ai.conversation.id", new JsonText("h"));
    attributes.put("gen_ai.input.messages", turns(input));
    attributes.put("gen_ai.output.messages", turns(output));
    return span.with(new JsonObject(attributes));
  }

  private static Json turns(String... turns) {
    return new JsonList(
        Stream.of(turns).map(SpanMessagesTest::turn).map(Json.class::cast).toList());
  }

  private static JsonObject turn(String told) {
    String[] parts = told.split(": ", 2);
    return new JsonObject(
        Map.of("role", new JsonText(parts[0]), "content", new JsonText(parts[1])));
  }

  /** The thread as it is once the statements about each message are merged, the earliest first. */
  private static List<String> thread(Spans... spans) {
    Map<String, Message> first = new LinkedHashMap<>();
    messages(spans).stream()
        .sorted(
            Comparator.comparing((Message m) -> m.getStamp().getEventTime())
                .thenComparing(Message::getPosition))
        .forEach(message -> first.putIfAbsent(message.getMessageId(), message));
    return first.values().stream().map(m -> m.getRole() + ": " + m.getContent().getText()).toList();
  }

  @Test
  void theHistoryThatEachRequestRepeatsDoesNotDouble() {
    Spans first = call(Spans.root(), "assistant: hello", "system: Be kind", "user: hi");
    Spans second =
        call(
            Spans.root().of(OTHER_TRACE).after(10),
            "assistant: bye",
            "system: Be kind",
            "user: hi",
            "assistant: hello",
            "user: good bye");
    List<String> whole =
        List.of(
            "system: Be kind", "user: hi", "assistant: hello", "user: good bye", "assistant: bye");
    assertThat(thread(first, second)).isEqualTo(whole);
    assertThat(thread(second, first)).isEqualTo(whole);
    assertThat(thread(second)).as("where the first request was never seen").isEqualTo(whole);
  }

  @Test
  void whatWasSaidBeforeIsLeftToTheTraceThatSaidIt() {
    List<Message> told =
        messages(
            call(Spans.root(), "assistant: bye", "user: hi", "assistant: hello", "user: good bye"));
    assertThat(told)
        .extracting(m -> m.getContent().getText() + " " + (m.getTraceId() != null))
        .containsExactly("hi false", "hello false", "good bye true", "bye true");
  }

  @Test
  void theSameWordsTwiceAreTwoTurns() {
    Spans first = call(Spans.root(), "assistant: a", "user: yes");
    Spans second =
        call(
            Spans.root().of(OTHER_TRACE).after(10),
            "assistant: a",
            "user: yes",
            "assistant: a",
            "user: yes");
    assertThat(thread(first, second))
        .containsExactly("user: yes", "assistant: a", "user: yes", "assistant: a");
  }

  @Test
  void oneTurnThatSeveralSpansTellIsOneMessage() {
    Spans root = Spans.root().with("{'session.id':'h','input.value':'hi','output.value':'hello'}");
    Spans model = call(Spans.inner(3), "assistant: hello", "user: hi");
    Spans mlflow =
        Spans.inner(4)
            .with(
                "{'mlflow.spanType':'CHAT_MODEL',"
                    + "'mlflow.spanInputs':{'messages':[{'role':'user','content':'hi'}]},"
                    + "'mlflow.spanOutputs':{'choices':[{'message':{'role':'assistant',"
                    + "'content':'hello'}}]}}");
    assertThat(thread(root, model, mlflow)).containsExactly("user: hi", "assistant: hello");
  }

  @Test
  void anAgentThatGivesBackTheWholeConversationDoublesNothing() {
    Spans agent =
        Spans.root()
            .with(
                "{'openinference.span.kind':'AGENT','session.id':'h',"
                    + "'input.value':{'messages':[{'role':'user','content':'yes'}]},"
                    + "'output.value':{'messages':[{'role':'user','content':'yes'},"
                    + "{'role':'assistant','content':'a'},{'role':'user','content':'yes'},"
                    + "{'role':'assistant','content':'b'}]}}");
    Spans model = call(Spans.inner(1), "assistant: b", "user: yes", "assistant: a", "user: yes");
    assertThat(thread(agent, model))
        .containsExactlyInAnyOrder("user: yes", "assistant: a", "user: yes", "assistant: b");
  }

  @Test
  void whatAModelThoughtDoesNotMakeItAnotherTurn() {
    String call = "{'type':'tool_call','id':'c','name':'look','arguments':{'q':1}}";
    Spans first =
        Spans.inner(1)
            .with(
                "{'gen_ai.operation.name':'chat','session.id':'h','gen_ai.output.messages':"
                    + "[{'role':'assistant','parts':[{'type':'reasoning','content':'hm'},"
                    + call
                    + "]}]}");
    Spans second =
        Spans.inner(9)
            .with(
                "{'gen_ai.operation.name':'chat','session.id':'h','gen_ai.input.messages':"
                    + "[{'role':'assistant','content':[],'tool_calls':[{'id':'c','type':'function',"
                    + "'function':{'name':'look','arguments':'{}'}}]},"
                    + "{'role':'tool','tool_call_id':'c','content':'72F'}]}");
    Spans tool =
        Spans.inner(5)
            .with("{'openinference.span.kind':'TOOL','tool.name':'look','output.value':'72F'}");
    Set<String> ids =
        messages(first, tool, second).stream()
            .map(Message::getMessageId)
            .collect(Collectors.toSet());
    assertThat(ids).hasSize(2);
  }

  @Test
  void toolsAndRetrieversAreTurns() {
    List<Message> told =
        messages(
            Spans.inner(1)
                .named("search")
                .with(
                    "{'openinference.span.kind':'RETRIEVER','session.id':'h',"
                        + "'retrieval.documents.0.document.content':'It rains.'}"),
            Spans.inner(2)
                .with(
                    "{'gen_ai.operation.name':'execute_tool','gen_ai.tool.name':'look',"
                        + "'gen_ai.tool.call.id':'c','gen_ai.tool.call.result':{'t':72}}"));
    assertThat(told)
        .extracting(Message::getRole, Message::getName, m -> m.getContent().getJson())
        .containsExactly(
            tuple("retrieval", "search", "[{\"document\":{\"content\":\"It rains.\"}}]"),
            tuple("tool", "look", "{\"t\":72}"));
    assertThat(told.get(1).getToolCallId()).isEqualTo("c");
  }

  @Test
  void oneSpanOfARequestTellsTheThreadOfAll() {
    Spans model =
        Spans.inner(1)
            .with(
                "{'gen_ai.operation.name':'chat','gen_ai.input.messages':'[{\\\"role\\\":\\\"user\\\",\\\"content\\\":\\\"hi\\\"}]'}");
    assertThat(messages(model)).as("no span names a thread").isEmpty();
    assertThat(messages(model, Spans.root().with("{'session.id':'h'}")))
        .extracting(Message::getThreadId)
        .containsExactly("h");
    assertThat(messages(model, Spans.root().of(OTHER_TRACE).with("{'session.id':'h'}"))).isEmpty();
  }

  @Test
  void aTurnIsDatedByWhenItWasSaid() {
    List<Message> told = messages(call(Spans.root(), "assistant: hello", "user: hi"));
    assertThat(told.get(0).getStamp().getEventTime())
        .isEqualTo(Micros.toInstant(Spans.NOON / 1_000));
    assertThat(told.get(1).getStamp().getEventTime())
        .isEqualTo(Micros.toInstant(Spans.NOON / 1_000 + 1_000_000));
  }

  @Test
  void theEarliestSpanThatTellsATurnDecides() {
    Spans root = Spans.root().with("{'session.id':'h','input.value':'hi'}");
    Spans model = call(Spans.inner(3), "assistant: hello", "user: hi");
    List<Message> told =
        messages(root, model).stream().filter(m -> m.getRole().equals("user")).toList();
    assertThat(told)
        .extracting(Message::getSpanId)
        .containsExactly("b7ad6b7169203331", "0000000000000003");
    assertThat(told.get(0).getPrecedence()).isGreaterThan(told.get(1).getPrecedence()).isNegative();
  }

  @Test
  void formerEventsOfMessagesAreReadToo() {
    Spans span =
        Spans.root()
            .with("{'gen_ai.operation.name':'chat','session.id':'h'}")
            .event("gen_ai.user.message", "{'content':'hi'}");
    assertThat(thread(span)).containsExactly("user: hi");
  }

  @Property(tries = 200)
  void everySplitOfARequestIsTheSameEvents(
      @ForAll @Size(max = 8) List<@IntRange(min = 0, max = 5) Integer> kinds,
      @ForAll @IntRange(min = 1, max = 4) int parts) {
    List<SpanData> spans = new ArrayList<>();
    for (int i = 0; i < kinds.size(); i++) {
      spans.add(any(kinds.get(i), i).data());
    }
    Set<String> split = new LinkedHashSet<>();
    for (int part = 0; part < parts; part++) {
      List<SpanData> some = new ArrayList<>();
      for (int i = part; i < spans.size(); i += parts) {
        some.add(spans.get(i));
      }
      if (!some.isEmpty()) {
        split.addAll(told(SpanDerivation.batch(some).events()));
      }
    }
    Set<String> alone = new LinkedHashSet<>();
    spans.forEach(span -> alone.addAll(told(SpanDerivation.alone(span))));
    assertThat(split).isEqualTo(alone);
    if (!spans.isEmpty()) {
      assertThat(told(SpanDerivation.batch(spans).events())).isEqualTo(alone);
    }
  }

  private static Set<String> told(List<Event> events) {
    return events.stream()
        .map(event -> event.key() + " " + event.value())
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  /** Spans that all name their thread, as most that have one do. */
  private static Spans any(int kind, int number) {
    Spans inner = Spans.inner(number + 1);
    return switch (kind) {
      case 0 -> Spans.root().with("{'session.id':'h','input.value':'hi','output.value':'hello'}");
      case 1 -> call(inner, "assistant: hello", "user: hi");
      case 2 -> call(inner, "assistant: b", "user: hi", "assistant: hello", "user: hi");
      case 3 ->
          inner.with("{'openinference.span.kind':'TOOL','session.id':'h','output.value':'72F'}");
      case 4 ->
          inner.with(
              "{'session.id':'h','annotations.0.annotation.name':'ok',"
                  + "'annotations.0.annotation.score':1}");
      default -> inner.with("{'db.system':'x'}");
    };
  }
}
