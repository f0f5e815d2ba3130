package io.threadmark.processor.topology;

import io.threadmark.schema.Content;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Message;
import io.threadmark.schema.Scale;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.Trace;
import io.threadmark.schema.User;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;

/** Many threads of few words, with edits, moves, retractions and erasures, for lists. */
final class Crowd {
  static final int THREADS = 40;
  private static final List<String> WORDS =
      List.of("Refund", "refund", "where", "is", "my", "café", "cafe", "order", "退款政策", "number");
  private static final List<String> MODELS = List.of("gpt-x", "gpt-y", "claude");
  private static final List<String> NAMES = List.of("thumbs", "score", "tone");
  private static final List<String> TONES = List.of("\"good\"", "\"Bad \"", "\"neutral\"", "[1,2]");

  private final Random random;
  private final List<SpecificRecord> said = new ArrayList<>();

  private Crowd(Random random) {
    this.random = random;
  }

  /** What they said, in some order. */
  static List<SpecificRecord> of(Random random) {
    Crowd crowd = new Crowd(random);
    for (int thread = 0; thread < THREADS; thread++) {
      crowd.thread("h" + thread);
    }
    for (int erased = 0; erased < 3; erased++) {
      crowd.said.add(Events.erasure("thread", "h" + random.nextInt(THREADS), erased));
    }
    crowd.said.add(Events.erasure("user", "u3", 2_000));
    java.util.Collections.shuffle(crowd.said, random);
    return crowd.said;
  }

  private void thread(String id) {
    if (chance(70)) {
      said.add(
          Events.thread(
              id,
              second(),
              facts ->
                  facts
                      .setTitle(chance(50) ? text() : null)
                      .setIntents(some(List.of("refund", "greeting")))
                      .setIssues(some(List.of("slow", "wrong")))
                      .setTags(chance(50) ? Map.of("env", one(List.of("prod", "test"))) : Map.of())
                      .setUser(chance(60) ? user() : null)));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      message(id, "m" + i);
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      String trace = id + "t" + i;
      trace(trace, id);
      if (chance(15)) {
        trace(trace, "h" + random.nextInt(THREADS)); // it moves
      }
      for (int j = random.nextInt(4); j > 0; j--) {
        feedback(trace + "f" + j, Events.onTrace(trace));
      }
    }
    if (chance(40)) {
      feedback(id + "f", Events.onThread(id));
    }
  }

  private void message(String thread, String id) {
    Message message =
        Message.newBuilder(Events.message(thread, id, second(), text()))
            .setRole(one(List.of("user", "assistant", "tool")))
            .setUser(chance(20) ? user() : null)
            .build();
    said.add(message);
    if (chance(20)) {
      said.add(Events.message(thread, id, second(), text())); // an edit
    }
  }

  private void trace(String id, String thread) {
    int began = second();
    Trace trace =
        Events.trace(
            id,
            second(),
            of ->
                of.setThreadId(thread)
                    .setName(chance(50) ? one(List.of("chat", "search")) : null)
                    .setModel(chance(80) ? one(MODELS) : null)
                    .setStatus(chance(80) ? one(List.of("OK", "ERROR")) : null)
                    .setStartTime(chance(80) ? Events.START.plusSeconds(began) : null)
                    .setEndTime(Events.START.plusSeconds(began).plusMillis(random.nextInt(5_000)))
                    .setInput(chance(50) ? new Content(text(), null) : null)
                    .setOutput(
                        chance(50) ? new Content(null, "{\"a\":[\"" + text() + "\",7]}") : null)
                    .setTags(
                        chance(50)
                            ? Map.of("env", one(List.of("prod", "a:b")), "version", one(NAMES))
                            : Map.of())
                    .setMetadata(chance(30) ? Map.of("k", "\"v:1\"", "n", "7") : Map.of())
                    .setUser(chance(30) ? user() : null));
    said.add(trace);
  }

  private void feedback(String id, Target target) {
    String name = one(NAMES);
    String value =
        switch (name) {
          case "thumbs" -> one(List.of("true", "false"));
          case "score" -> one(List.of("1", "2.5", "4", "4.0", "5"));
          default -> one(TONES);
        };
    String kind =
        switch (name) {
          case "thumbs" -> "BOOLEAN";
          case "score" -> "NUMERIC";
          default -> "CATEGORICAL";
        };
    Feedback feedback =
        Events.feedback(
            id,
            second(),
            target,
            value,
            of ->
                of.setName(name)
                    .setKind(kind)
                    .setScale(name.equals("score") && chance(50) ? new Scale(0.0, 5.0) : null)
                    .setSignal(one(List.of("EXPLICIT", "IMPLICIT")))
                    .setSource(
                        new Source(
                            one(List.of("HUMAN", "LLM_JUDGE")),
                            chance(80) ? one(List.of("u1", "u2", "judge")) : null))
                    .setRationale(chance(30) ? text() : null));
    said.add(feedback);
    if (chance(15)) {
      said.add(Events.feedback(id, second(), target, value, of -> of.setRetracted(true)));
    }
    if (chance(15)) {
      said.add(
          Events.feedback(
              id + "o", second(), target, "true", of -> of.setName("thumbs").setOverrides(id)));
    }
  }

  private User user() {
    return new User(
        one(List.of("u1", "u2", "u3")),
        chance(50) ? "Anna Müller" : null,
        chance(50) ? "anna@example.com" : null,
        chance(50) ? Map.of("plan", one(List.of("pro", "free"))) : Map.of());
  }

  private String text() {
    StringBuilder text = new StringBuilder();
    for (int i = 1 + random.nextInt(6); i > 0; i--) {
      text.append(one(WORDS)).append(chance(80) ? " " : "-");
    }
    return text.toString();
  }

  private int second() {
    return random.nextInt(3_600);
  }

  private boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  private <T> T one(List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  private <T> List<T> some(List<T> of) {
    return of.stream().filter(any -> random.nextBoolean()).toList();
  }
}
