package io.threadmark.dataset.turn;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.dataset.TestThread;
import io.threadmark.schema.Content;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswersTest {

  @Test
  void theAnswerOfATraceIsItsLastAssistantMessage() {
    Answers answers =
        new Answers(
            TestThread.of("th")
                .trace("t")
                .user("Q", "t")
                .calls("[{\"name\":\"look\",\"args\":{\"x\":1}}]", "t")
                .tool("look", null, "[1]")
                .assistant("A", "t")
                .user("Q2", "t2")
                .build());

    Answer answer = answers.ofTrace("t").orElseThrow();
    assertThat(answer.turn().body().text()).isEqualTo("A");
    assertThat(answer.prompt())
        .extracting(Turn::role)
        .containsExactly(Role.USER, Role.ASSISTANT, Role.TOOL);
  }

  @Test
  void aThreadWithoutMessagesIsToldByItsTraces() {
    Answers answers =
        new Answers(
            TestThread.of("th")
                .trace("t1", text("Q1"), text("A1"))
                .trace("t2", text("Q2"), text("A2"))
                .build());

    assertThat(answers.ofTrace("t2").orElseThrow().promptText())
        .isEqualTo("user: Q1\nassistant: A1\nuser: Q2\n");
  }

  @Test
  void aRequestThatRepeatsTheConversationIsThePrompt() {
    String request =
        "[{\"role\":\"system\",\"content\":\"S\"},{\"role\":\"user\",\"content\":\"Q1\"},"
            + "{\"role\":\"assistant\",\"content\":\"A1 as shortened\"},{\"role\":\"user\",\"content\":\"Q2\"}]";
    Answers answers =
        new Answers(
            TestThread.of("th")
                .trace("t1", text("Q1"), text("A1"))
                .trace("t2", new Content(null, request), text("A2"))
                .build());

    assertThat(answers.ofTrace("t2").orElseThrow().promptText())
        .isEqualTo("system: S\nuser: Q1\nassistant: A1 as shortened\nuser: Q2\n");
    assertThat(answers.turns()).hasSize(4);
  }

  @Test
  void aTraceOfWhichNoMessageIsKnownIsToldByItself() {
    Answers answers =
        new Answers(
            TestThread.of("th").user("elsewhere", null).trace("t", text("Q"), text("A")).build());

    assertThat(answers.ofTrace("t").orElseThrow().promptText()).isEqualTo("user: Q\n");
  }

  @Test
  void aUsersMessageIsNoAnswer() {
    Answers answers = new Answers(TestThread.of("th").user("Q", null).assistant("A", null).build());

    assertThat(answers.ofMessage("th-m1")).isEmpty();
    assertThat(answers.ofMessage("th-m2")).isPresent();
    assertThat(answers.ofTrace("unknown")).isEmpty();
  }

  @Test
  void callsOfToolsAreReadAsTheProvidersSpellThem() {
    for (String spelled :
        List.of(
            "[{\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{\\\"x\\\":1}\"}}]",
            "[{\"type\":\"tool_use\",\"id\":\"c\",\"name\":\"f\",\"input\":{\"x\":1}}]",
            "[{\"toolUse\":{\"toolUseId\":\"c\",\"name\":\"f\",\"input\":{\"x\":1}}}]",
            "[{\"functionCall\":{\"id\":\"c\",\"name\":\"f\",\"args\":{\"x\":1}}}]",
            "{\"id\":\"c\",\"name\":\"f\",\"args\":{\"x\":1}}")) {
      ToolCall call = ToolCalls.read(spelled).orElseThrow().get(0);

      assertThat(call.id()).as(spelled).isEqualTo("c");
      assertThat(call.name()).as(spelled).isEqualTo("f");
      assertThat(call.argumentsText()).as(spelled).isEqualTo("{\"x\":1}");
    }
    assertThat(ToolCalls.read("[{\"x\":1}]")).isEmpty();
    assertThat(ToolCalls.read("not json")).isEmpty();
  }

  private static Content text(String text) {
    return new Content(text, null);
  }
}
