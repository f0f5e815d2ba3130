package io.threadmark.gateway.event;

import static io.threadmark.gateway.event.SpanDerivation.trace;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.span.Spans;
import io.threadmark.schema.Content;
import io.threadmark.schema.ErrorDetail;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Trace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a span says of its trace. */
class SpanFactsTest {
  private static final long NOON_MICROS = Spans.NOON / 1_000;

  @Test
  void aRootSaysAllOfItsTrace() {
    Trace trace =
        trace(
            Spans.root()
                .with(
                    """
                    {'session.id':'h','user.id':'u','user.name':'Ada','client_request_id':'r',
                     'input.value':'hi','output.value':'hello','llm.model_name':'m',
                     'tag.tags':['vip'],'metadata':'{\\"plan\\":{\\"a\\":1}}'}
                    """));
    assertThat(trace.getPrecedence()).isEqualTo(-1);
    assertThat(trace.getSpanId()).isEqualTo("b7ad6b7169203331");
    assertThat(trace.getName()).isEqualTo("answer");
    assertThat(trace.getStatus()).isEqualTo("OK");
    assertThat(trace.getStartTime()).isEqualTo(Micros.toInstant(NOON_MICROS));
    assertThat(trace.getEndTime()).isEqualTo(Micros.toInstant(NOON_MICROS + 1_000_000));
    assertThat(trace.getThreadId()).isEqualTo("h");
    assertThat(trace.getUser().getId()).isEqualTo("u");
    assertThat(trace.getUser().getName()).isEqualTo("Ada");
    assertThat(trace.getClientRequestId()).isEqualTo("r");
    assertThat(trace.getInput()).isEqualTo(new Content("hi", null));
    assertThat(trace.getOutput()).isEqualTo(new Content("hello", null));
    assertThat(trace.getModel()).isEqualTo("m");
    assertThat(trace.getTags()).isEqualTo(Map.of("vip", "true", "service.name", "shop"));
    assertThat(trace.getMetadata()).isEqualTo(Map.of("plan", "{\"a\":1}"));
    assertThat(trace.getStamp().getEventTime()).isEqualTo(trace.getEndTime());
  }

  @Test
  void anInnerSpanSaysOnlyWhatHoldsForAllOfTheTrace() {
    Trace trace =
        trace(
            Spans.inner(7)
                .status("ERROR")
                .with("{'session.id':'h','input.value':'hi','metadata':{'step':7}}"));
    assertThat(trace.getPrecedence()).isEqualTo(-(NOON_MICROS + 70_000));
    assertThat(trace.getThreadId()).isEqualTo("h");
    assertThat(trace.getInput()).isEqualTo(new Content("hi", null));
    assertThat(trace.getName()).isNull();
    assertThat(trace.getStatus()).isNull();
    assertThat(trace.getError()).isNull();
    assertThat(trace.getStartTime()).isNull();
    assertThat(trace.getEndTime()).isNull();
    assertThat(trace.getMetadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"SERVER,true", "CONSUMER,true", "CLIENT,false", "INTERNAL,false", ",false"})
  void whereARequestComesInTheSpanSaysWhenAndWhat(String kind, boolean says) {
    Trace trace = trace(Spans.inner(1).kind(kind));
    assertThat(trace.getStartTime() != null).isEqualTo(says);
    assertThat(trace.getEndTime() != null).isEqualTo(says);
    assertThat(trace.getName() != null).isEqualTo(says);
    assertThat(trace.getPrecedence()).isLessThan(-1);
  }

  @Test
  void aRootThatHasNotEndedIsInProgress() {
    Trace trace = trace(Spans.root().running());
    assertThat(trace.getStatus()).isEqualTo("IN_PROGRESS");
    assertThat(trace.getEndTime()).isNull();
    assertThat(trace.getStamp().getEventTime()).isEqualTo(trace.getStartTime());
  }

  @Test
  void anErrorIsToldByItsExceptionToo() {
    Trace trace =
        trace(
            Spans.root()
                .status("ERROR")
                .event("exception", "{'exception.type':'Timeout','exception.message':'too late'}"));
    assertThat(trace.getError()).isEqualTo(new ErrorDetail("Timeout", "too late"));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          a call of a model     | {'gen_ai.operation.name':'chat','gen_ai.usage.input_tokens':3}              | 3
          former names          | {'llm.request.type':'chat','gen_ai.usage.prompt_tokens':3}                  | 3
          OpenInference         | {'openinference.span.kind':'LLM','llm.token_count.prompt':3}                | 3
          Langfuse              | {'langfuse.observation.type':'generation','langfuse.observation.usage_details':'{\\"input\\":3}'} | 3
          MLflow                | {'mlflow.spanType':'CHAT_MODEL','mlflow.chat.tokenUsage':{'input_tokens':3}} | 3
          MLflow in texts       | {'mlflow.spanType':'\\"CHAT_MODEL\\"','mlflow.chat.tokenUsage':'{\\"input_tokens\\":3}'} | 3
          a count as a text     | {'gen_ai.operation.name':'chat','gen_ai.usage.input_tokens':'3'}            | 3
          no sort at all        | {'gen_ai.usage.input_tokens':3}                                             | 3
          an embedding          | {'gen_ai.operation.name':'embeddings','gen_ai.usage.input_tokens':3}        | 3
          an agent              | {'gen_ai.operation.name':'invoke_agent','gen_ai.usage.input_tokens':3}      |
          a chain               | {'openinference.span.kind':'CHAIN','llm.token_count.prompt':3}              |
          MLflow's sum          | {'mlflow.spanType':'AGENT','mlflow.chat.tokenUsage':{'input_tokens':3}}     |
          no count              | {'gen_ai.operation.name':'chat','gen_ai.usage.input_tokens':-3}             |
          """)
  void tokensCountWhereTheyWereUsed(String what, String attributes, Long tokens) {
    Trace trace = trace(Spans.inner(1).with(attributes));
    assertThat(trace.getUsage().get("input_tokens")).isEqualTo(tokens);
  }

  @Test
  void anAgentThatIsCalledElsewhereCountsItsTokens() {
    Spans agent =
        Spans.inner(1)
            .with("{'gen_ai.operation.name':'invoke_agent','gen_ai.usage.output_tokens':5}");
    assertThat(trace(agent.kind("CLIENT")).getUsage()).isEqualTo(Map.of("output_tokens", 5L));
  }

  @Test
  void aModelThatOnlyAsksForToolsHasNotAnswered() {
    String asks =
        "{'gen_ai.operation.name':'chat','gen_ai.output.messages':[{'role':'assistant',"
            + "'parts':[{'type':'tool_call','id':'c','name':'look','arguments':{}}]}]}";
    assertThat(trace(Spans.inner(1).with(asks)).getOutput()).isNull();
    assertThat(trace(Spans.root().with(asks)).getOutput()).isNotNull();
  }

  @Test
  void whatToolsAndRetrieversSayIsNotTheTraces() {
    String said = "'input.value':'q','output.value':'found'}";
    for (String kind : new String[] {"TOOL", "RETRIEVER", "EMBEDDING", "GUARDRAIL"}) {
      Trace trace = trace(Spans.inner(1).with("{'openinference.span.kind':'" + kind + "'," + said));
      assertThat(trace.getInput()).as(kind).isNull();
      assertThat(trace.getOutput()).as(kind).isNull();
    }
  }

  @Test
  void theIdOfAResponseStandsInForAClientRequestId() {
    String call = "{'gen_ai.operation.name':'chat','gen_ai.response.id':'chatcmpl-1'";
    assertThat(trace(Spans.inner(1).with(call + "}")).getClientRequestId()).isEqualTo("chatcmpl-1");
    assertThat(trace(Spans.inner(1).with(call + ",'client_request_id':'r'}")).getClientRequestId())
        .isEqualTo("r");
  }

  @Test
  void anIdThatBreaksTheRulesIsPassedOver() {
    assertThat(trace(Spans.root().with("{'session.id':'trace:x'}")).getThreadId()).isNull();
    assertThat(trace(Spans.root().with("{'session.id':'" + "x".repeat(257) + "'}")).getThreadId())
        .isNull();
    assertThat(trace(Spans.root().with("{'user.id':'..'}")).getUser()).isNull();
  }

  @Test
  void jsonIsReadWhetherItIsATextOrAStructure() {
    Trace text =
        trace(Spans.root().with("{'mlflow.spanInputs':'{\"a\": [1]}'}".replace("\"", "\\\"")));
    Trace structure = trace(Spans.root().with("{'mlflow.spanInputs':{'a':[1]}}"));
    assertThat(text.getInput()).isEqualTo(new Content(null, "{\"a\":[1]}"));
    assertThat(text.getStamp()).isEqualTo(structure.getStamp());
  }
}
