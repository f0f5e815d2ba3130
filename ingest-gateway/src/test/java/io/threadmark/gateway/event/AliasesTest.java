package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Message;
import io.threadmark.schema.Trace;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What applications send under the names of other tools is the same event. */
class AliasesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"trace","trace_id":"t","session_id":"h"      | "type":"trace","trace_id":"t","thread_id":"h"
          "type":"trace","trace_id":"t","user":"u"            | "type":"trace","trace_id":"t","user":{"id":"u"}
          "type":"trace","trace_id":"t","user_id":"u"         | "type":"trace","trace_id":"t","user":{"id":"u"}
          "type":"trace","trace_id":"t","user":{"name":"n"},"user_id":"u" | "type":"trace","trace_id":"t","user":{"id":"u","name":"n"}
          "type":"trace","trace_id":"t","error":"boom"        | "type":"trace","trace_id":"t","error":{"message":"boom"}
          "type":"trace","trace_id":"t","tags":["b","a","b"]  | "type":"trace","trace_id":"t","tags":{"a":"true","b":"true"}
          "type":"trace","trace_id":"t","usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3} | "type":"trace","trace_id":"t","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}
          "type":"trace","trace_id":"t","usage":{"promptTokenCount":1,"candidatesTokenCount":2,"totalTokenCount":3} | "type":"trace","trace_id":"t","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}
          "type":"trace","trace_id":"t","usage":{"input":1,"output":2,"total":3} | "type":"trace","trace_id":"t","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}
          "type":"trace","trace_id":"t","usage":{"prompt_tokens_details":{"cached_tokens":4,"audio_tokens":null}} | "type":"trace","trace_id":"t","usage":{"input_tokens_details.cached_tokens":4}
          "type":"trace","trace_id":"t","usage":{"output_tokens_details":{"reasoning_tokens":4}} | "type":"trace","trace_id":"t","usage":{"output_tokens_details.reasoning_tokens":4}
          "type":"trace","trace_id":"t","usage":{"input_tokens":1,"cache_creation":{"ephemeral_5m_input_tokens":2},"server_tool_use":null,"service_tier":"standard"} | "type":"trace","trace_id":"t","usage":{"input_tokens":1,"cache_creation.ephemeral_5m_input_tokens":2}
          "type":"trace","trace_id":"t","usage":{"promptTokenCount":7,"promptTokensDetails":[{"modality":"TEXT","tokenCount":3},{"modality":"IMAGE","tokenCount":4}],"candidatesTokensDetails":[],"trafficType":"ON_DEMAND"} | "type":"trace","trace_id":"t","usage":{"input_tokens":7,"input_tokens_details.text":3,"input_tokens_details.image":4}
          "type":"trace","trace_id":"t","usage":{"input":1,"output":2,"total":3,"unit":"TOKENS","inputCost":0.001,"outputCost":null,"totalCost":0.002} | "type":"trace","trace_id":"t","usage":{"input_tokens":1,"output_tokens":2,"total_tokens":3}
          "type":"trace","trace_id":"t","system_fingerprint":null,"user":{"id":"u","login":null} | "type":"trace","trace_id":"t","user":{"id":"u"}
          "type":"message","thread_id":"h","role":"assistant","content":"a","refusal":null,"annotations":[],"audio":null,"function_call":null,"tool_calls":null,"parsed":null | "type":"message","thread_id":"h","role":"assistant","content":"a"
          "type":"message","thread_id":"h","role":"assistant","content":null,"refusal":"I cannot" | "type":"message","thread_id":"h","role":"assistant","content":"I cannot"
          "type":"message","thread_id":"h","role":"assistant","content":"a","refusal":"b" | "type":"message","thread_id":"h","role":"assistant","content":"a","metadata":{"refusal":"b"}
          "type":"message","thread_id":"h","role":"assistant","content":"a","annotations":[{"type":"url_citation"}] | "type":"message","thread_id":"h","role":"assistant","content":"a","metadata":{"annotations":[{"type":"url_citation"}]}
          "type":"message","thread_id":"h","role":"assistant","function_call":{"name":"f","arguments":"{}"} | "type":"message","thread_id":"h","role":"assistant","tool_calls":[{"type":"function","function":{"name":"f","arguments":"{}"}}]
          "type":"message","session_id":"h","role":"user","user_id":"u" | "type":"message","thread_id":"h","role":"user","user":{"id":"u"}
          "type":"message","thread_id":"h","role":"user","content":[{"type":"text","text":"a"}] | "type":"message","thread_id":"h","role":"user","content_json":[{"type":"text","text":"a"}]
          "type":"message","thread_id":"h","role":"user","tags":["a"] | "type":"message","thread_id":"h","role":"user","tags":{"a":true}
          "type":"thread","session_id":"h","user":"u","tags":["a"] | "type":"thread","thread_id":"h","user":{"id":"u"},"tags":{"a":"true"}
          "type":"feedback","session_id":"h","value":true,"user_id":"u" | "type":"feedback","thread_id":"h","value":true,"source":{"id":"u"}
          "type":"feedback","trace_id":"t","error":"boom"     | "type":"feedback","trace_id":"t","error":{"message":"boom"}
          """)
  void anAliasSaysTheSameAsItsField(String alias, String field) throws RequestRefused {
    assertThat(read(alias).statement().stamp().getContentHash())
        .isEqualTo(read(field).statement().stamp().getContentHash());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "type":"trace","trace_id":"t","thread_id":"h","session_id":"i" | session_id
          "type":"trace","trace_id":"t","user":"u","user_id":"v"         | user_id
          "type":"trace","trace_id":"t","user":{"id":"u"},"user_id":"v"  | user_id
          "type":"trace","trace_id":"t","usage":{"input_tokens":1,"prompt_tokens":2} | usage.prompt_tokens
          "type":"trace","trace_id":"t","session_id":"h","clear":["thread_id"] | clear[0]
          "type":"trace","trace_id":"t","user":"u","clear":["user.id"]   | clear[0]
          "type":"message","thread_id":"h","role":"user","user_id":"u","clear":["user"] | clear[0]
          "type":"feedback","trace_id":"t","value":1,"source":{"id":"u"},"user_id":"v" | user_id
          "type":"message","thread_id":"h","role":"assistant","refusal":"I cannot","clear":["content"] | clear[0]
          "type":"message","thread_id":"h","role":"assistant","function_call":{"name":"f"},"clear":["tool_calls"] | clear[0]
          "type":"message","thread_id":"h","role":"assistant","content":"a","annotations":[1],"metadata":{"annotations":[2]} | annotations
          "type":"message","thread_id":"h","role":"assistant","function_call":{"name":"f"},"tool_calls":[{"id":"c"}] | function_call
          """)
  void anAliasThatSaysSomethingElseIsRefused(String fields, String path) throws RequestRefused {
    assertThat(batch(fields).rejections())
        .singleElement()
        .satisfies(
            rejection -> {
              assertThat(rejection.path()).isEqualTo(path);
              assertThat(rejection.code().word()).isEqualTo("conflict");
            });
  }

  @Test
  void aMessageOfAModelIsKeptAsItIs() throws RequestRefused {
    String calls =
        "[{\"function\":{\"arguments\":\"{}\",\"name\":\"look_up\"},\"id\":\"call_1\",\"type\":\"function\"}]";
    Message asks =
        (Message)
            read("\"type\":\"message\",\"thread_id\":\"h\",\"role\":\"assistant\",\"content\":null,\"tool_calls\":"
                    + calls)
                .value();
    assertThat(asks.getToolCalls()).isEqualTo(calls);
    assertThat(asks.getContent()).isNull();
    Message answers =
        (Message)
            read("\"type\":\"message\",\"thread_id\":\"h\",\"role\":\"tool\",\"tool_call_id\":\"call_1\",\"content\":\"3\"")
                .value();
    assertThat(answers.getToolCallId()).isEqualTo("call_1");
  }

  @Test
  void imagesStandByReferenceAndInlineDataIsBounded() throws RequestRefused {
    String image =
        "\"type\":\"message\",\"thread_id\":\"h\",\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"%s\"}}]";
    assertThat(batch(image.formatted("https://example.org/a.png")).events()).hasSize(1);
    assertThat(batch(image.formatted("data:image/png;base64," + "A".repeat(1_000))).events())
        .hasSize(1);
    assertThat(batch(image.formatted("data:image/png;base64," + "A".repeat(300_000))).rejections())
        .singleElement()
        .satisfies(r -> assertThat(r.path()).isEqualTo("content[0].image_url.url"));
  }

  @Test
  void messagesOfOneTimeStandInTheOrderOfTheRequestUnlessTheySayTheirOwn() throws RequestRefused {
    String one = "{\"type\":\"message\",\"thread_id\":\"h\",\"role\":\"user\"%s}";
    byte[] body =
        ("["
                + one.formatted("")
                + ","
                + one.formatted("")
                + ","
                + one.formatted(",\"index\":7")
                + "]")
            .getBytes(StandardCharsets.UTF_8);
    List<Long> positions =
        EventBodies.readJson(body, null, ARRIVAL).events().stream()
            .map(event -> ((Message) event.value()).getPosition())
            .toList();
    assertThat(positions).containsExactly(0L, 1L, 7L);
  }

  @Test
  void countsAreAddedUpUnderOneName() throws RequestRefused {
    Trace trace =
        (Trace)
            read("\"type\":\"trace\",\"trace_id\":\"t\",\"usage\":{\"prompt_tokens\":5,\"input_tokens\":5}")
                .value();
    assertThat(trace.getUsage()).isEqualTo(Map.of("input_tokens", 5L));
  }

  private static final Arrival ARRIVAL =
      new Arrival("p", EventReadingTest.NOW, "http", Ids.following("p", "key"));

  private static EventBatch batch(String fields) throws RequestRefused {
    return EventBodies.readJson(
        ("{" + fields + "}").getBytes(StandardCharsets.UTF_8), null, ARRIVAL);
  }

  private static Event read(String fields) throws RequestRefused {
    EventBatch batch = batch(fields);
    assertThat(batch.rejections()).isEmpty();
    return batch.events().get(0);
  }
}
