package io.threadmark.gateway.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.refusal.RequestRefused;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line an input: what is sent where, and the code and path that it gets. */
public class EventReadingTest {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00.123456Z");
  public static final Arrival ARRIVAL = new Arrival("p", NOW, "http", index -> "made-" + index);

  @ParameterizedTest(name = "{0} {1} gets {2} {3}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # --- traces: ids
          trace | {}                                                     | ok                |
          trace | {"trace_id":"t"}                                       | ok                |
          trace | {"trace_id":null}                                      | ok                |
          trace | {"trace_id":""}                                        | invalid_field     | trace_id
          trace | {"trace_id":"."}                                       | invalid_field     | trace_id
          trace | {"trace_id":".."}                                      | invalid_field     | trace_id
          trace | {"trace_id":"..."}                                     | ok                |
          trace | {"trace_id":"a/b%c d"}                                 | ok                |
          trace | {"trace_id":"\\u0000"}                                 | invalid_field     | trace_id
          trace | {"trace_id":"a\\nb"}                                   | invalid_field     | trace_id
          trace | {"trace_id":"a\\u0085b"}                               | invalid_field     | trace_id
          trace | {"trace_id":"\\ud800"}                                 | invalid_field     | trace_id
          trace | {"trace_id":"\\udc00\\ud800"}                          | invalid_field     | trace_id
          trace | {"trace_id":"\\ud83d\\ude00"}                          | ok                |
          trace | {"trace_id":7}                                         | invalid_field     | trace_id
          trace | {"trace_id":["t"]}                                     | invalid_field     | trace_id
          trace | {"trace_id":true}                                      | invalid_field     | trace_id
          trace | {"trace_id":{"id":"t"}}                                | invalid_field     | trace_id
          trace | {"client_request_id":""}                               | invalid_field     | client_request_id
          trace | {"client_request_id":"r"}                              | ok                |
          trace | {"thread_id":"trace:t"}                                | invalid_field     | thread_id
          trace | {"thread_id":"tracex"}                                 | ok                |
          # --- traces: fields
          trace | {"nam":"x"}                                            | unknown_field     | nam
          trace | {"":"x"}                                               | unknown_field     |
          trace | {"name":"a","name":"b"}                                | duplicate_field   | name
          trace | {"name":""}                                            | ok                |
          trace | {"name":"a\\u0000b"}                                   | ok                |
          trace | {"name":1}                                             | invalid_field     | name
          trace | {"\\ud800":1}                                          | invalid_field     |
          trace | {"status":"OK"}                                        | ok                |
          trace | {"status":"ok"}                                        | invalid_field     | status
          trace | {"status":1}                                           | invalid_field     | status
          trace | {"status":"IN_PROGRESS","error":null}                  | ok                |
          trace | {"error":{"code":"x","message":"y"}}                   | ok                |
          trace | {"error":{}}                                           | ok                |
          trace | {"error":"x"}                                          | ok                |
          trace | {"error":1}                                            | invalid_field     | error
          trace | {"error":{"code":429}}                                 | invalid_field     | error.code
          trace | {"error":{"reason":"x"}}                               | unknown_field     | error.reason
          trace | {"input":"x","output":{"a":[1,null]}}                  | ok                |
          trace | {"input":7,"output":false}                             | ok                |
          trace | {"model":["x"]}                                        | invalid_field     | model
          trace | {"usage":{"input_tokens":10,"output_tokens":0}}        | ok                |
          trace | {"usage":{"a":10.0,"b":1e3,"c":null,"d":-0}}           | ok                |
          trace | {"usage":{"a":1000000000000}}                          | ok                |
          trace | {"usage":{"a":1000000000001}}                          | invalid_field     | usage.a
          trace | {"usage":{"a":9223372036854775808}}                    | invalid_field     | usage.a
          trace | {"usage":{"a":1e999999999}}                            | invalid_field     | usage.a
          trace | {"usage":{"a":1e99999999999999}}                       | invalid_field     | usage.a
          trace | {"usage":{"a":-1}}                                     | invalid_field     | usage.a
          trace | {"usage":{"a":1.5}}                                    | invalid_field     | usage.a
          trace | {"usage":{"a":"1"}}                                    | invalid_field     | usage.a
          trace | {"usage":[]}                                           | invalid_field     | usage
          trace | {"user":{"id":"u","name":"n","email":"e"}}             | ok                |
          trace | {"user":{}}                                            | ok                |
          trace | {"user":"u"}                                           | ok                |
          trace | {"user":["u"]}                                         | invalid_field     | user
          trace | {"user":{"id":""}}                                     | invalid_field     | user.id
          trace | {"user":{"id":5}}                                      | invalid_field     | user.id
          trace | {"user":{"age":5}}                                     | unknown_field     | user.age
          trace | {"user":{"segments":{"plan":"pro","old":null}}}        | ok                |
          trace | {"user":{"segments":{"plan":["pro"]}}}                 | invalid_field     | user.segments.plan
          trace | {"user":{"segments":{"":"x"}}}                         | invalid_field     | user.segments
          trace | {"tags":{"env":"prod","n":1.50,"b":true,"gone":null}}  | ok                |
          trace | {"tags":{"env":{}}}                                    | invalid_field     | tags.env
          trace | {"tags":["env"]}                                       | ok                |
          trace | {"tags":[1]}                                           | invalid_field     | tags[0]
          trace | {"tags":"env"}                                         | invalid_field     | tags
          trace | {"tags":{"a\\nb":"x"}}                                 | invalid_field     | tags
          trace | {"tags":{"a":"1","a":"2"}}                             | duplicate_field   | tags.a
          trace | {"metadata":{"a":{"b":[1]},"c":null,"d":"x"}}          | ok                |
          trace | {"metadata":"x"}                                       | invalid_field     | metadata
          trace | {"metadata":{"a":{"b":"\\ud800"}}}                     | invalid_field     | metadata.a.b
          trace | {"metadata":{"a":[0,{"\\udfff":1}]}}                   | invalid_field     | metadata.a[1]
          # --- times
          trace | {"timestamp":"2026-01-01T00:00:00Z"}                   | ok                |
          trace | {"timestamp":"2026-01-01t00:00:00z"}                   | ok                |
          trace | {"timestamp":"2026-01-01T00:00:00.123456789+05:30"}    | ok                |
          trace | {"timestamp":"2026-01-01T00:00:00-00:00"}              | ok                |
          trace | {"timestamp":"2026-01-01 00:00:00+0530"}               | ok                |
          trace | {"timestamp":"2026-01-01T00:00Z"}                      | ok                |
          trace | {"timestamp":"2026-01-01T00:00:00"}                    | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01"}                             | invalid_field     | timestamp
          trace | {"timestamp":"2026-02-30T00:00:00Z"}                   | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T24:00:00Z"}                   | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T00:00:00+25:00"}              | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T00:00:00+01:60"}              | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T00:00:00.Z"}                  | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T00:00:00.1234567891Z"}        | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-01T00:00:00Z\\n"}                | invalid_field     | timestamp
          trace | {"timestamp":"yesterday"}                              | invalid_field     | timestamp
          trace | {"timestamp":""}                                       | invalid_field     | timestamp
          trace | {"timestamp":true}                                     | invalid_field     | timestamp
          trace | {"timestamp":"1767225600000"}                          | invalid_field     | timestamp
          trace | {"timestamp":1767225600000}                            | ok                |
          trace | {"timestamp":1767225600000.75}                         | ok                |
          trace | {"timestamp":1.7672256e12}                             | ok                |
          trace | {"timestamp":1767225600}                               | invalid_field     | timestamp
          trace | {"timestamp":0}                                        | invalid_field     | timestamp
          trace | {"timestamp":-1}                                       | invalid_field     | timestamp
          trace | {"timestamp":1e-999999999}                             | invalid_field     | timestamp
          trace | {"timestamp":1e999999999}                              | invalid_field     | timestamp
          trace | {"timestamp":"2000-01-01T00:00:00Z"}                   | ok                |
          trace | {"timestamp":"1999-12-31T23:59:59.999999Z"}            | invalid_field     | timestamp
          trace | {"timestamp":"2026-01-02T12:00:00Z"}                   | ok                |
          trace | {"timestamp":"2026-01-02T12:00:01Z"}                   | invalid_field     | timestamp
          trace | {"start_time":"nope"}                                  | invalid_field     | start_time
          trace | {"end_time":"2026-01-02T12:00:01Z"}                    | invalid_field     | end_time
          trace | {"revision":0}                                         | ok                |
          trace | {"revision":-1}                                        | invalid_field     | revision
          trace | {"revision":"1"}                                       | invalid_field     | revision
          # --- clear
          trace | {"clear":["name","user","user.email","tags"]}          | ok                |
          trace | {"clear":["trace_id"]}                                 | invalid_field     | clear[0]
          trace | {"clear":["name","nam"]}                               | invalid_field     | clear[1]
          trace | {"clear":"name"}                                       | invalid_field     | clear
          trace | {"clear":[1]}                                          | invalid_field     | clear[0]
          trace | {"name":"x","clear":["name"]}                          | conflict          | clear[0]
          trace | {"name":null,"clear":["name"]}                         | ok                |
          trace | {"user":{"name":"x"},"clear":["user.name"]}            | conflict          | clear[0]
          trace | {"user":{"name":"x"},"clear":["user.email"]}           | ok                |
          # --- type and project
          trace | {"type":"trace"}                                       | ok                |
          trace | {"type":"message"}                                     | invalid_field     | type
          trace | {"type":"rating"}                                      | invalid_field     | type
          any   | {"type":"trace"}                                       | ok                |
          any   | {}                                                     | missing_field     | type
          any   | {"type":null}                                          | missing_field     | type
          any   | {"type":"rating"}                                      | invalid_field     | type
          any   | {"type":1}                                             | invalid_field     | type
          any   | {"trace_id":"t","type":"feedback","value":1}           | ok                |
          trace | {"project_id":"p"}                                     | ok                |
          trace | {"project_id":"q"}                                     | wrong_project     | project_id
          trace | {"resourceSpans":[]}                                   | unsupported_media_type |
          # --- messages
          message | {"thread_id":"h","role":"user"}                      | ok                |
          message | {"thread_id":"h","role":"planner","content":""}      | ok                |
          message | {"role":"user"}                                      | missing_field     | thread_id
          message | {"thread_id":"h"}                                    | missing_field     | role
          message | {"thread_id":"h","role":""}                          | invalid_field     | role
          message | {"thread_id":"h","role":1}                           | invalid_field     | role
          message | {"thread_id":"trace:x","role":"user"}                | invalid_field     | thread_id
          message | {"thread_id":"h","role":"user","content":{}}         | ok                |
          message | {"thread_id":"h","role":"user","content_json":{}}    | ok                |
          message | {"thread_id":"h","role":"user","content_json":"x"}   | ok                |
          message | {"thread_id":"h","role":"u","content":"x","content_json":1} | conflict    | content_json
          message | {"thread_id":"h","role":"u","content":"x","clear":["content_json"]} | conflict | clear[0]
          message | {"thread_id":"h","role":"u","clear":["content_json"]} | ok               |
          message | {"thread_id":"h","role":"u","clear":["role"]}        | invalid_field     | clear[0]
          message | {"thread_id":"h","role":"u","title":"x"}             | unknown_field     | title
          # --- threads
          thread | {"thread_id":"h"}                                     | ok                |
          thread | {}                                                    | missing_field     | thread_id
          thread | {"thread_id":"trace:"}                                | invalid_field     | thread_id
          thread | {"thread_id":"h","intents":["a","a"],"remove_issues":["b"]} | ok          |
          thread | {"thread_id":"h","intents":"a"}                       | invalid_field     | intents
          thread | {"thread_id":"h","intents":["a",""]}                  | invalid_field     | intents[1]
          thread | {"thread_id":"h","issues":[null]}                     | invalid_field     | issues[0]
          thread | {"thread_id":"h","intents":["a"],"clear":["intents"]} | conflict          | clear[0]
          thread | {"thread_id":"h","messages":[]}                       | unknown_field     | messages
          thread | {"thread_id":"h","title":5}                           | invalid_field     | title
          # --- feedback: targets
          feedback | {"trace_id":"t","value":true}                       | ok                |
          feedback | {"data_id":"t","value":true}                        | ok                |
          feedback | {"data_id":"t","trace_id":"t","value":true}         | ok                |
          feedback | {"data_id":"u","trace_id":"t","value":true}         | conflict          | data_id
          feedback | {"client_request_id":"r","value":true}              | ok                |
          feedback | {"thread_id":"h","message_id":"m","value":true}     | ok                |
          feedback | {"thread_id":"trace:t","value":true}                | ok                |
          feedback | {"thread_id":"trace:","value":true}                 | invalid_field     | thread_id
          feedback | {"thread_id":"trace:t","message_id":"m","value":1}  | invalid_field     | message_id
          feedback | {"thread_id":"trace:t","span_id":"s","value":1}     | ok                |
          feedback | {"value":true}                                      | missing_target    |
          feedback | {"message_id":"m","value":true}                     | missing_target    |
          feedback | {"trace_id":"t","thread_id":"h","value":true}       | ambiguous_target  |
          feedback | {"trace_id":"t","client_request_id":"r","value":1}  | ambiguous_target  |
          feedback | {"trace_id":"t","message_id":"m","value":true}      | invalid_field     | message_id
          feedback | {"thread_id":"h","span_id":"s","value":true}        | invalid_field     | span_id
          feedback | {"client_request_id":"r","span_id":"s","value":1}   | ok                |
          feedback | {"feedback_id":"f","retracted":true}                | ok                |
          feedback | {"retracted":true,"message_id":"m"}                 | invalid_field     | message_id
          feedback | {"retracted":"yes","trace_id":"t","value":1}        | invalid_field     | retracted
          # --- feedback: aliases
          feedback | {"trace_id":"t","type":"rating","value":1}          | ok                |
          feedback | {"trace_id":"t","type":"rating","name":"rating","value":1} | ok         |
          feedback | {"trace_id":"t","type":"rating","name":"x","value":1} | conflict        | type
          feedback | {"trace_id":"t","type":"feedback","name":"x","value":1} | ok            |
          feedback | {"trace_id":"t","type":"trace","value":1}           | invalid_field     | type
          feedback | {"trace_id":"t","score":4}                          | ok                |
          feedback | {"trace_id":"t","score":4,"value":4.0}              | ok                |
          feedback | {"trace_id":"t","score":4,"value":5}                | conflict          | score
          feedback | {"trace_id":"t","score":1,"value":true}             | conflict          | score
          feedback | {"trace_id":"t","score":"4"}                        | invalid_field     | score
          feedback | {"trace_id":"t","comment":"x"}                      | ok                |
          feedback | {"trace_id":"t","comment":"x","rationale":"y"}      | conflict          | comment
          feedback | {"trace_id":"t","value":1,"user":"u"}               | ok                |
          feedback | {"trace_id":"t","value":1,"user":{"id":"u"}}        | invalid_field     | user
          feedback | {"trace_id":"t","value":1,"user":"u","source":{"id":"u"}} | ok          |
          feedback | {"trace_id":"t","value":1,"user":"u","source":{"id":"v"}} | conflict    | user
          # --- feedback: value and kind
          feedback | {"trace_id":"t"}                                    | missing_value     | value
          feedback | {"trace_id":"t","value":null}                       | missing_value     | value
          feedback | {"trace_id":"t","value":null,"score":null,"comment":null} | missing_value | value
          feedback | {"trace_id":"t","error":{"code":"x"}}               | ok                |
          feedback | {"trace_id":"t","error":{}}                         | missing_value     | value
          feedback | {"trace_id":"t","value":1,"kind":"numeric"}         | invalid_field     | kind
          feedback | {"trace_id":"t","value":1,"kind":"BOOLEAN"}         | invalid_field     | value
          feedback | {"trace_id":"t","value":true,"kind":"NUMERIC"}      | invalid_field     | value
          feedback | {"trace_id":"t","value":1e400}                      | invalid_field     | value
          feedback | {"trace_id":"t","value":4,"scale":{"min":1,"max":5}} | ok               |
          feedback | {"trace_id":"t","value":6,"scale":{"min":1,"max":5}} | invalid_field    | value
          feedback | {"trace_id":"t","value":1,"scale":{"min":5,"max":1}} | invalid_field    | scale.min
          feedback | {"trace_id":"t","value":1,"scale":{"min":1}}        | missing_field     | scale.max
          feedback | {"trace_id":"t","value":1,"scale":{"min":"1","max":5}} | invalid_field  | scale.min
          feedback | {"trace_id":"t","value":1,"scale":{"min":1,"max":1e999}} | invalid_field | scale.max
          feedback | {"trace_id":"t","value":true,"scale":{"min":1,"max":5}} | invalid_field | scale
          feedback | {"trace_id":"t","value":{"x":1},"kind":"CATEGORICAL"} | ok              |
          feedback | {"trace_id":"t","value":1,"kind":"TEXT"}            | invalid_field     | value
          feedback | {"trace_id":"t","value":"better","kind":"CORRECTION"} | ok              |
          feedback | {"trace_id":"t","value":{"text":"x","start":0,"end":0},"kind":"CORRECTION"} | ok |
          feedback | {"trace_id":"t","value":{"text":"x","start":2,"end":1},"kind":"CORRECTION"} | invalid_field | value.end
          feedback | {"trace_id":"t","value":{"text":"x","start":-1,"end":1},"kind":"CORRECTION"} | invalid_field | value.start
          feedback | {"trace_id":"t","value":{"text":"x","start":1},"kind":"CORRECTION"} | missing_field | value.end
          feedback | {"trace_id":"t","value":{"start":1,"end":2},"kind":"CORRECTION"} | missing_field | value.text
          feedback | {"trace_id":"t","value":{"text":"x","from":1},"kind":"CORRECTION"} | unknown_field | value.from
          feedback | {"trace_id":"t","value":[],"kind":"CORRECTION"}     | invalid_field     | value
          feedback | {"trace_id":"t","value":{"candidates":[{"id":"a","content":"x"},{"id":"b","trace_id":"t2"}],"ranking":["b","a"]}} | ok |
          feedback | {"trace_id":"t","value":{"candidates":["a","b","c"],"ranking":["b",["a","c"]],"order":["c","b","a"]}} | ok |
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"choice":"a"}} | ok      |
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"choice":"c"}} | invalid_field | value.choice
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"choice":"a","ranking":["a"]}} | conflict | value.choice
          feedback | {"trace_id":"t","value":{"candidates":["a","b"]}}   | missing_field     | value.ranking
          feedback | {"trace_id":"t","value":{"candidates":["a"],"ranking":["a"]}} | invalid_field | value.candidates
          feedback | {"trace_id":"t","value":{"ranking":["a"]}}          | missing_field     | value.candidates
          feedback | {"trace_id":"t","value":{"candidates":["a",{"id":"a"}],"ranking":["a"]}} | invalid_field | value.candidates[1]
          feedback | {"trace_id":"t","value":{"candidates":["a",{}],"ranking":["a"]}} | missing_field | value.candidates[1].id
          feedback | {"trace_id":"t","value":{"candidates":["a",{"id":7}],"ranking":["a"]}} | invalid_field | value.candidates[1].id
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"ranking":[]}} | invalid_field | value.ranking
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"ranking":["a","c"]}} | invalid_field | value.ranking[1]
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"ranking":["a",["b","a"]]}} | invalid_field | value.ranking[1][1]
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"ranking":[[]]}} | invalid_field | value.ranking[0]
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"ranking":["a"],"order":["a"]}} | invalid_field | value.order
          feedback | {"trace_id":"t","value":{"candidates":["a","b"],"rankings":["a"]}} | unknown_field | value.rankings
          feedback | {"trace_id":"t","value":"x","kind":"PREFERENCE"}    | invalid_field     | value
          # --- feedback: the rest
          feedback | {"trace_id":"t","value":1,"source":{"type":"LLM_JUDGE","id":"gpt"}} | ok  |
          feedback | {"trace_id":"t","value":1,"source":{"type":"ROBOT"}} | invalid_field    | source.type
          feedback | {"trace_id":"t","value":1,"source":"HUMAN"}         | invalid_field     | source
          feedback | {"trace_id":"t","value":1,"source":{"name":"x"}}    | unknown_field     | source.name
          feedback | {"trace_id":"t","value":1,"signal":"LOUD"}          | invalid_field     | signal
          feedback | {"trace_id":"t","value":1,"name":""}                | invalid_field     | name
          feedback | {"trace_id":"t","value":1,"feedback_id":"f","overrides":"f"} | invalid_field | overrides
          feedback | {"trace_id":"t","value":1,"feedback_id":"f","overrides":"g"} | ok         |
          feedback | {"trace_id":"t","value":1,"tags":{}}                | unknown_field     | tags
          feedback | {"trace_id":"t","value":1,"clear":["name"]}         | unknown_field     | clear
          feedback | {"trace_id":"t","value":1,"timestamp":"2026-01-01T12:05:00Z"} | ok        |
          feedback | {"trace_id":"t","value":1,"timestamp":"2026-01-01T12:05:01Z"} | invalid_field | timestamp
          # --- what is no event
          any   | 7                                                      | invalid_field     |
          any   | "x"                                                    | invalid_field     |
          any   | null                                                   | invalid_field     |
          any   | []                                                     | empty             |
          any   | ``                                                     | empty             |
          any   | {                                                      | invalid_json      |
          any   | {"type":"trace"                                        | invalid_json      |
          any   | {"type":"trace"}x                                      | invalid_json      |
          any   | {"type":"trace"}{"type":"trace"}                       | invalid_json      |
          any   | {"type":"trace",}                                      | invalid_json      |
          any   | {'type':'trace'}                                       | invalid_json      |
          any   | {"type":NaN}                                           | invalid_field     | type
          any   | {"type":01}                                            | invalid_json      |
          any   | {"type":"\\x"}                                         | invalid_json      |
          any   | [{"type":"trace"},                                     | invalid_json      |
          """)
  void reads(String address, String json, String code, String path) {
    Outcome outcome = Outcome.of(json.getBytes(StandardCharsets.UTF_8), only(address));

    assertThat(outcome.code()).as(outcome.toString()).isEqualTo(code);
    assertThat(outcome.path()).as(outcome.toString()).isEqualTo(path == null ? "" : path);
  }

  static EventType only(String address) {
    return EventType.of(address).orElse(null);
  }

  /** What became of a body with one item. */
  record Outcome(String code, String path, String message) {
    static Outcome of(byte[] body, EventType only) {
      try {
        EventBatch batch = EventBodies.readJson(body, only, ARRIVAL);
        return batch.rejections().stream()
            .findFirst()
            .map(r -> new Outcome(r.code().word(), r.path(), r.message()))
            .orElse(new Outcome("ok", "", ""));
      } catch (RequestRefused e) {
        return new Outcome(e.code().word(), e.path(), e.getMessage());
      }
    }
  }
}
