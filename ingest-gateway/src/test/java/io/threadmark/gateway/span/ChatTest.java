package io.threadmark.gateway.span;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.json.CanonicalJson;
import io.threadmark.gateway.json.Json;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One line a shape: what was said, and the turns in it. */
class ChatTest {

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          # --- plain
          'hi' | user: hi
          '' |
          {'question':'hi','k':3} | user: hi
          {'rows':3} |
          # --- GenAI conventions
          [{'role':'user','parts':[{'type':'text','content':'hi'}]}] | user: hi
          [{'role':'assistant','parts':[{'type':'reasoning','content':'hm'},{'type':'text','content':'hello'}],'finish_reason':'stop'}] | assistant: hello
          [{'role':'assistant','parts':[{'type':'tool_call','id':'c','name':'look','arguments':{'q':1}}]}] | assistant: null look(c){"q":1}
          [{'role':'tool','parts':[{'type':'tool_call_response','id':'c','response':'72F'}]}] | tool: 72F <c>
          [{'role':'tool','parts':[{'type':'tool_call_response','id':'c','result':{'t':72}}]}] | tool: {"t":72} <c>
          [{'role':'user','parts':[{'type':'text','content':'see'},{'type':'uri','uri':'http://x/a.png','modality':'image'}]}] | user: [{"text":"see","type":"text"},{"modality":"image","type":"uri","uri":"http://x/a.png"}]
          # --- OpenAI
          {'messages':[{'role':'system','content':'Be kind'},{'role':'user','content':'hi'}],'model':'m'} | system: Be kind; user: hi
          {'messages':[{'role':'developer','content':[{'type':'text','text':'Be kind'}]}]} | system: Be kind
          {'choices':[{'index':0,'message':{'role':'assistant','content':'hello'}}]} | assistant: hello
          {'choices':[{'text':'hello'}]} | user: hello
          [{'role':'assistant','content':null,'tool_calls':[{'id':'c','type':'function','function':{'name':'look','arguments':'{"q": 1}'}}]}] | assistant: null look(c){"q":1}
          [{'role':'tool','tool_call_id':'c','content':'72F'}] | tool: 72F <c>
          [{'role':'assistant','content':null,'refusal':'No'}] | assistant: No
          {'instructions':'Be kind','input':[{'role':'user','content':[{'type':'input_text','text':'hi'}]}]} | system: Be kind; user: hi
          {'output':[{'type':'reasoning','summary':[]},{'type':'message','role':'assistant','content':[{'type':'output_text','text':'hello'}]}]} | assistant: hello
          [{'type':'function_call','id':'fc','call_id':'c','name':'look','arguments':'{}'},{'type':'function_call_output','call_id':'c','output':'72F'}] | assistant: null look(c){}; tool: 72F <c>
          # --- Anthropic
          {'system':'Be kind','messages':[{'role':'user','content':'hi'}]} | system: Be kind; user: hi
          [{'role':'assistant','content':[{'type':'thinking','thinking':'hm'},{'type':'text','text':'Wait'},{'type':'tool_use','id':'c','name':'look','input':{'q':1}}]}] | assistant: Wait look(c){"q":1}
          [{'role':'user','content':[{'type':'tool_result','tool_use_id':'c','content':[{'type':'text','text':'72F'}]},{'type':'text','text':'and?'}]}] | tool: 72F <c>; user: and?
          {'id':'m','type':'message','role':'assistant','content':[{'type':'text','text':'hello'}]} | assistant: hello
          # --- Google
          {'contents':[{'role':'user','parts':[{'text':'hi'}]},{'role':'model','parts':[{'text':'hello'}]}]} | user: hi; assistant: hello
          {'candidates':[{'content':{'role':'model','parts':[{'functionCall':{'name':'look','args':{'q':1}}}]}}]} | assistant: null look(null){"q":1}
          # --- LangChain
          [[{'type':'human','content':'hi'},{'type':'ai','content':'hello'}]] | user: hi; assistant: hello
          {'messages':[[{'lc':1,'type':'constructor','id':['langchain','schema','messages','HumanMessage'],'kwargs':{'content':'hi'}}]]} | user: hi
          {'generations':[[{'text':'hello','message':{'lc':1,'id':['x','AIMessage'],'kwargs':{'content':'hello','type':'ai'}}}]]} | assistant: hello
          {'type':'tool','content':'72F','tool_call_id':'c','name':'look'} | tool: 72F <c>
          # --- OpenInference
          [{'message':{'role':'user','content':'hi'}}] | user: hi
          [{'message':{'role':'user','contents':[{'message_content':{'type':'text','text':'hi'}}]}}] | user: hi
          [{'message':{'role':'assistant','tool_calls':[{'tool_call':{'id':'c','function':{'name':'look','arguments':'{"q":1}'}}}]}}] | assistant: null look(c){"q":1}
          # --- Traceloop
          [{'role':'user','content':'[{"type":"text","text":"hi"}]'}] | user: hi
          [{'role':'user','content':'[1,2] is a list'}] | user: [1,2] is a list
          """)
  void findsTheTurns(String said, String turns) {
    // Texts of JSON stand in double quotes, which single ones around them keep apart.
    Json json = Spans.json("{'said':" + escaped(said) + "}").members().get("said");
    assertThat(told(Chat.turns(json, Turn.USER))).isEqualTo(turns == null ? "" : turns);
  }

  private static String escaped(String said) {
    return said.replace("\"", "\\\"");
  }

  private static String told(List<Turn> turns) {
    return turns.stream().map(ChatTest::told).collect(Collectors.joining("; "));
  }

  private static String told(Turn turn) {
    String content =
        turn.content() instanceof Json.JsonText text
            ? text.value()
            : turn.content() == null ? "null" : CanonicalJson.of(turn.content());
    String calls =
        turn.calls().stream()
            .map(call -> " " + call.name() + "(" + call.id() + ")" + call.arguments())
            .collect(Collectors.joining());
    String answered = turn.callId() == null ? "" : " <" + turn.callId() + ">";
    return turn.role() + ": " + content + calls + answered;
  }
}
