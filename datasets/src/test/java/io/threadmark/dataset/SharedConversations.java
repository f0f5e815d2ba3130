package io.threadmark.dataset;

import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.Target;
import java.util.List;
import java.util.Map;

/** One set of conversations that has every case that a format can meet. */
public final class SharedConversations {
  public static final Rules RULES =
      Rules.read(
          Json.read("{\"thresholds\":{\"helpfulness\":{\"positive_from\":4,\"negative_to\":2}}}"));

  private SharedConversations() {}

  public static List<LabeledThread> all() {
    return List.of(
        tea(),
        teaAgain(),
        tools(),
        spanCorrection(),
        ranking(),
        pairOfTraces(),
        circle(),
        majorities(),
        numbers(),
        judgesAndSignals(),
        picture(),
        wholeThread(),
        traceAlone(),
        requestWithTools(),
        scripts(),
        spreadsheet(),
        noAnswers(),
        otherRoles(),
        unreadableCalls());
  }

  private static LabeledThread tea() {
    return TestThread.of("tea")
        .user("u1")
        .title("Tea")
        .intents("brewing")
        .tags(Map.of("env", "prod", "app", "shop"), Map.of("score", "1.50", "note", "\"x\""))
        .trace("t1")
        .system("You sell tea.")
        .user("How long does green tea steep?", "t1")
        .assistant("Two minutes at 75 °C.", "t1")
        .trace("t2")
        .user("And black tea?", "t2")
        .assistant("Ten minutes.", "t2")
        .likes("ann", "t1", true)
        .because("spot on")
        .likes("ann", "t2", false)
        .corrects("ann", "t2", "\"Four minutes at 95 °C.\"")
        .says("ann", "t1", "TEXT", "comment", "\"Short and right.\"")
        .build();
  }

  /** The first question of the one before, by another user, with the same answer. */
  private static LabeledThread teaAgain() {
    return TestThread.of("tea-again")
        .user("u2")
        .intents("brewing", "shopping")
        .trace("t3")
        .system("You sell tea.")
        .user("How long does  GREEN tea steep?", "t3")
        .assistant("Two minutes at 75 °C.", "t3")
        .likes("bob", "t3", true)
        .build();
  }

  private static LabeledThread tools() {
    return TestThread.of("tools")
        .user("u1")
        .issues("slow")
        .trace("t4")
        .system("You look things up.")
        .user("What is the weather in Kyiv and Oslo?", "t4")
        .calls(
            "[{\"id\":\"c1\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                + "\"arguments\":\"{\\\"city\\\": \\\"Kyiv\\\"}\"}},"
                + "{\"id\":\"c2\",\"type\":\"function\",\"function\":{\"name\":\"weather\","
                + "\"arguments\":\"{\\\"city\\\": \\\"Oslo\\\"}\"}}]",
            "t4")
        .tool("weather", "c1", "{\"celsius\": 21.50}")
        .tool("weather", "c2", "{\"celsius\": -3}")
        .assistant("21.5 °C in Kyiv, -3 °C in Oslo.", "t4")
        .likes("bob", "t4", true)
        .trace("t5")
        .user("And in Rome?", "t5")
        .calls("[{\"name\":\"weather\",\"input\":{\"city\":\"Rome\"}}]", "t5")
        .likes("bob", "t5", true)
        .build();
  }

  private static LabeledThread spanCorrection() {
    return TestThread.of("span-correction")
        .trace("t6")
        .user("Who wrote Faust?", "t6")
        .assistant("😀 It was Schiller who wrote it.", "t6")
        .corrects("ann", "t6", "{\"text\":\"Goethe\",\"start\":9,\"end\":17}")
        .corrects("bob", "t6", "{\"text\":\"Goethe\",\"start\":90,\"end\":170}")
        .corrects("bob", "t6", "\"😀 It was Schiller who wrote it.\"")
        .corrects("bob", "t6", "{\"html\":\"<b>Goethe</b>\"}")
        .build();
  }

  private static LabeledThread ranking() {
    return TestThread.of("ranking")
        .user("u3")
        .trace("t7")
        .user("Name a planet.", "t7")
        .assistant("Earth", "t7")
        .prefers(
            "ann",
            "t7",
            "{\"candidates\":[{\"id\":\"a\",\"content\":\"Mars\"},{\"id\":\"b\",\"content\":\"Moon\"},"
                + "{\"id\":\"c\",\"content\":\"Sun\"},{\"id\":\"d\"}],"
                + "\"order\":[\"b\",\"a\",\"c\",\"d\"],\"ranking\":[\"a\",[\"b\",\"c\"],\"d\"]}")
        .because("the others are none")
        .build();
  }

  private static LabeledThread pairOfTraces() {
    return TestThread.of("pair-of-traces")
        .user("u3")
        .user("Say hello.", "t8")
        .trace("t8")
        .assistant("Hello!", "t8")
        .trace("t9", new Content("Say hello.", null), new Content("Hi there.", null))
        .prefers(
            "ann",
            "t8",
            "{\"candidates\":[{\"id\":\"a\",\"trace_id\":\"t8\"},{\"id\":\"b\",\"trace_id\":\"t9\"}],"
                + "\"choice\":\"b\"}")
        .prefers(
            "bob",
            "t8",
            "{\"candidates\":[{\"id\":\"a\",\"trace_id\":\"t8\"},{\"id\":\"b\",\"trace_id\":\"t9\"}],"
                + "\"order\":[\"b\",\"a\"],\"choice\":\"b\"}")
        .prefers(
            "eve",
            "t8",
            "{\"candidates\":[{\"id\":\"a\",\"trace_id\":\"t8\"},{\"id\":\"b\",\"trace_id\":\"t9\"}],"
                + "\"choice\":\"a\"}")
        .prefers("joe", "t8", "{\"candidates\":[\"t8\",\"t9\"],\"ranking\":[[\"t8\",\"t9\"]]}")
        .build();
  }

  private static LabeledThread circle() {
    TestThread thread =
        TestThread.of("circle").trace("t10").user("Rock, paper or scissors?", "t10");
    thread.assistant("Rock", "t10");
    String[][] pairs = {{"Rock", "Scissors"}, {"Scissors", "Paper"}, {"Paper", "Rock"}};
    for (String[] pair : pairs) {
      thread.prefers(
          "r-" + pair[0],
          "t10",
          "{\"candidates\":[{\"id\":\"a\",\"content\":\"%s\"},{\"id\":\"b\",\"content\":\"%s\"}],\"choice\":\"a\"}"
              .formatted(pair[0], pair[1]));
    }
    return thread.build();
  }

  private static LabeledThread majorities() {
    return TestThread.of("majorities")
        .user("u4")
        .trace("t11")
        .user("Is the earth flat?", "t11")
        .assistant("No.", "t11")
        .likes("ann", "t11", true)
        .likes("bob", "t11", true)
        .likes("eve", "t11", false)
        .trace("t12")
        .user("Is it round?", "t12")
        .assistant("Nearly.", "t12")
        .likes("ann", "t12", true)
        .likes("bob", "t12", false)
        .trace("t13")
        .user("Are you sure?", "t13")
        .assistant("Yes.", "t13")
        .likes("ann", "t13", true)
        .likes("ann", "t13", false)
        .build();
  }

  private static LabeledThread numbers() {
    return TestThread.of("numbers")
        .user("u5")
        .trace("t14")
        .user("Sum 2 and 2.", "t14")
        .assistant("4", "t14")
        .says("ann", "t14", "NUMERIC", "helpfulness", "5")
        .scale(1, 5)
        .polarity("POSITIVE")
        .trace("t15")
        .user("Sum 3 and 3.", "t15")
        .assistant("7", "t15")
        .says("ann", "t15", "NUMERIC", "helpfulness", "1")
        .scale(1, 5)
        .polarity("NEGATIVE")
        .says("bob", "t15", "NUMERIC", "helpfulness", "3")
        .scale(1, 5)
        .polarity("NEUTRAL")
        .says("bob", "t15", "NUMERIC", "fluency", "0.90")
        .scale(0, 1)
        .polarity("POSITIVE")
        .trace("t16")
        .user("Sum 4 and 4.", "t16")
        .assistant("8", "t16")
        .says("eve", "t16", "NUMERIC", "thumbs", "1")
        .polarity("POSITIVE")
        .says("eve", "t16", "NUMERIC", "quality", "1e400")
        .build();
  }

  private static LabeledThread judgesAndSignals() {
    return TestThread.of("judges-and-signals")
        .user("u6")
        .trace("t17")
        .user("Summarise: the cat sat.", "t17")
        .assistant("A cat sat.", "t17")
        .says("gpt", "t17", "CATEGORICAL", "quality", "\"good\"")
        .polarity("POSITIVE")
        .byJudge("gpt-judge")
        .says("gpt", "t17", "CATEGORICAL", "toxicity", null)
        .byJudge("gpt-judge")
        .failed()
        .says(null, "t17", "BOOLEAN", "copied", "true")
        .polarity("POSITIVE")
        .implicit()
        .says("ann", "t17", "CATEGORICAL", "tone", "\"ok\"")
        .polarity("NEUTRAL")
        .says("ann", "t17", "CATEGORICAL", "topic", "{\"is\":[\"cats\"]}")
        .build();
  }

  private static LabeledThread picture() {
    return TestThread.of("picture")
        .user("u7")
        .trace("t18")
        .json(
            "user",
            "[{\"type\":\"text\",\"text\":\"What is this?\"},"
                + "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/cat.png\"}}]",
            "t18")
        .assistant("A cat.", "t18")
        .likes("ann", "t18", true)
        .corrects("bob", "t18", "\"A grey cat.\"")
        .build();
  }

  private static LabeledThread wholeThread() {
    return TestThread.of("whole-thread")
        .user("u8")
        .intents("smalltalk")
        .issues("off-topic")
        .user("Hi", null)
        .assistant("Hello! How can I help?", null)
        .user("Just saying hi.", null)
        .assistant("Have a nice day!", null)
        .onThread("ann", true)
        .onMessage("bob", 2, true)
        .build();
  }

  private static LabeledThread traceAlone() {
    return TestThread.of("trace:t19")
        .trace("t19", new Content("Translate: Katze", null), new Content("cat", null))
        .likes(null, "t19", true)
        .build();
  }

  private static LabeledThread requestWithTools() {
    return TestThread.of("trace:t20")
        .trace(
            "t20",
            new Content(
                null,
                "{\"messages\":[{\"role\":\"system\",\"content\":\"Be brief.\"},"
                    + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Time in Oslo?\"}]}],"
                    + "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"clock\","
                    + "\"parameters\":{\"type\":\"object\",\"properties\":{\"city\":{\"type\":\"string\"}}}}}]}"),
            new Content(
                null,
                "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Noon.\"}}]}"))
        .likes("ann", "t20", true)
        .corrects("bob", "t20", "\"Twelve o'clock.\"")
        .build();
  }

  private static LabeledThread scripts() {
    return TestThread.of("scripts")
        .user("u9")
        .trace("t21")
        .user("مرحبا كيف الحال؟", "t21")
        .assistant("你好，世界 👩‍👩‍👧‍👦 — Привіт, नमस्ते", "t21")
        .likes("ann", "t21", true)
        .because("שלום")
        .trace("t22")
        .json("user", "\"half \\ud800 a pair\"", "t22")
        .assistant("line one\r\nline two\u0000 end", "t22")
        .likes("ann", "t22", true)
        .build();
  }

  private static LabeledThread spreadsheet() {
    return TestThread.of("spreadsheet")
        .user("u10")
        .trace("t23")
        .user("=HYPERLINK(\"http://example.com\")", "t23")
        .assistant("'quoted', \"so\"", "t23")
        .says("ann", "t23", "CATEGORICAL", "note", "\"=1+1\"")
        .says("+1", "t23", "CATEGORICAL", "note", "\"-5\"")
        .because("@me\r\n- a list")
        .says("ann", "t23", "TEXT", "comment", "\"'tis\"")
        .prefers(
            "ann",
            "t23",
            "{\"candidates\":[{\"id\":\"a\",\"content\":\"=A\"},{\"id\":\"b\",\"content\":\"-2\"}],"
                + "\"choice\":\"a\"}")
        .build();
  }

  private static LabeledThread noAnswers() {
    return TestThread.of("no-answers")
        .user("u11")
        .truncated()
        .trace("t24")
        .user("Hello?", "t24")
        .assistant("", "t24")
        .likes("ann", "t24", true)
        .onMessage("ann", 1, true)
        .likes("bob", "t24", true)
        .last(
            piece ->
                piece.setTarget(
                    Target.newBuilder().setTraceId("t24").setSpanId("0123456789abcdef").build()))
        .likes("eve", "t24", true)
        .likes("eve", "t24", false)
        .last(piece -> piece.setOverrides("no-answers-f4"))
        .build();
  }

  private static LabeledThread otherRoles() {
    return TestThread.of("other-roles")
        .user("u12")
        .trace("t25")
        .user("First.", "t25")
        .user("Second.", "t25")
        .message("retrieval", "a document", "t25")
        .system("Now be kind.")
        .assistant("Both done.", "t25")
        .likes("ann", "t25", true)
        .build();
  }

  private static LabeledThread unreadableCalls() {
    return TestThread.of("unreadable-calls")
        .user("u13")
        .trace("t26")
        .user("Call it.", "t26")
        .calls("[{\"id\":\"c1\",\"function\":{\"name\":\"it\",\"arguments\":\"not json\"}}]", "t26")
        .tool("it", "c9", "null")
        .assistant("Called.", "t26")
        .likes("ann", "t26", true)
        .trace("t27")
        .calls("{\"what\":1}", "t27")
        .assistant("Called again.", "t27")
        .likes("ann", "t27", true)
        .build();
  }
}
