package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.PlainText;
import io.threadmark.dataset.label.Drops;
import io.threadmark.dataset.label.FewShotCaps;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Reason;
import io.threadmark.dataset.row.Example;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Keeps the best examples of each intent while threads go by: corrections first, then what most
 * judges stand behind, then the newest. At the end the intents take turns until the budget is
 * spent, so that no intent takes it all. In memory are at most as many examples an intent as the
 * rules allow.
 */
final class FewShotRows implements RowMaker {
  private static final int BYTES_A_TOKEN = 4;

  private static final Comparator<Shot> BEST_FIRST =
      Comparator.comparing(Shot::isCorrection)
          .reversed()
          .thenComparing(Comparator.comparingLong(Shot::raters).reversed())
          .thenComparing(Comparator.comparingLong(Shot::newest).reversed())
          .thenComparing(Shot::key);

  private final SortedMap<String, TreeSet<Shot>> byIntent = new TreeMap<>();
  private FewShotCaps caps = FewShotCaps.STANDARD;
  private Drops drops = new Drops();

  @Override
  public void rows(Labels labels, Consumer<Example> rows) {
    caps = labels.rules().fewShot();
    drops = labels.drops();
    Attempts attempts = new Attempts(labels, this::keep);
    GoodAnswer.of(labels).forEach(good -> attempts.add(() -> example(labels, good)));
  }

  @Override
  public void end(Consumer<Example> rows) {
    List<List<Shot>> intents =
        byIntent.values().stream().map(shots -> (List<Shot>) new ArrayList<>(shots)).toList();
    long left = caps.tokenBudget();
    for (int rank = 0; rank < caps.perIntent(); rank++) {
      for (List<Shot> shots : intents) {
        if (rank < shots.size()) {
          Shot shot = shots.get(rank);
          if (shot.tokens() <= left) {
            left -= shot.tokens();
            rows.accept(shot.example());
          } else {
            drops.count(Reason.OVER_THE_CAP);
          }
        }
      }
    }
  }

  private void keep(Example example) {
    Shot shot = new Shot(example);
    TreeSet<Shot> shots =
        byIntent.computeIfAbsent(
            example.row().path("intent").asText(""), intent -> new TreeSet<>(BEST_FIRST));
    Optional<Shot> same =
        shots.stream().filter(other -> other.words().equals(shot.words())).findFirst();
    if (same.isPresent()) {
      drops.count(Reason.EXACT_DUPLICATE);
      if (BEST_FIRST.compare(shot, same.get()) >= 0) {
        return;
      }
      shots.remove(same.get());
    }
    shots.add(shot);
    if (shots.size() > caps.perIntent()) {
      shots.pollLast();
      drops.count(Reason.OVER_THE_CAP);
    }
  }

  private static Example example(Labels labels, GoodAnswer good) throws NoPlaceException {
    if (!good.good().isReadable() || !good.good().toolCalls().isEmpty()) {
      throw new NoPlaceException(Reason.TOOL_CALLS_HAVE_NO_PLACE);
    }
    if (!good.good().body().isText()) {
      throw new NoPlaceException(Reason.CONTENT_IS_NOT_TEXT);
    }
    List<String> intents = labels.thread().getIntents();
    String input = asked(good.answer().prompt());
    String output = good.good().body().text();
    ObjectNode row = Json.object();
    row.put("intent", intents.isEmpty() ? null : intents.get(0));
    row.put("input", input);
    row.put("output", output);
    row.put("origin", good.origin().provenance().origin());
    row.put("raters", (long) good.raters());
    row.put("tokens", tokens(input) + tokens(output));
    row.put("project_id", labels.thread().getProjectId());
    row.put("thread_id", labels.thread().getThreadId());
    return good.example(row, output);
  }

  /** What the system says is not asked; of several turns all are told. */
  private static String asked(List<Turn> prompt) throws NoPlaceException {
    List<Turn> turns = SystemPrompt.without(prompt);
    if (turns.isEmpty()) {
      throw new NoPlaceException(Reason.PROMPT_HAS_NO_QUESTION);
    }
    for (Turn turn : turns) {
      if (!turn.isReadable() || !turn.body().isText()) {
        throw new NoPlaceException(
            turn.isReadable() ? Reason.CONTENT_IS_NOT_TEXT : Reason.UNREADABLE_TOOL_CALLS);
      }
    }
    return turns.size() == 1 ? turns.get(0).body().text() : Answer.text(turns).stripTrailing();
  }

  private static long tokens(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return (bytes + BYTES_A_TOKEN - 1L) / BYTES_A_TOKEN;
  }

  /** One example, with what its place depends on. */
  private record Shot(Example example) {

    boolean isCorrection() {
      return example.row().path("origin").textValue().equals(Origin.CORRECTION);
    }

    long raters() {
      return example.row().path("raters").longValue();
    }

    long newest() {
      return example.newest();
    }

    long tokens() {
      return example.row().path("tokens").longValue();
    }

    String key() {
      return String.join("/", example.provenance().feedbackIds())
          + "/"
          + example.provenance().threadId();
    }

    String words() {
      return PlainText.of(
          example.row().path("input").textValue()
              + "\n"
              + example.row().path("output").textValue());
    }
  }
}
