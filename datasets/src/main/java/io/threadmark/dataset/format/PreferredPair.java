package io.threadmark.dataset.format;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.dataset.json.TextHash;
import io.threadmark.dataset.label.Correction;
import io.threadmark.dataset.label.Labels;
import io.threadmark.dataset.label.Pair;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.turn.Answer;
import io.threadmark.dataset.turn.Turn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Two answers to one prompt of which one is better: by the judges' choice, or because it corrects
 * the other.
 *
 * @param tools null where not known
 */
record PreferredPair(
    String group, List<Turn> prompt, Turn chosen, Turn rejected, JsonNode tools, Origin origin) {

  static List<PreferredPair> of(Labels labels) {
    labels.without("BOOLEAN", "NUMERIC", "CATEGORICAL", "TEXT");
    List<PreferredPair> pairs = new ArrayList<>();
    for (Correction correction : labels.corrections()) {
      pairs.add(of(labels, correction));
    }
    for (Pair pair : labels.pairs()) {
      pairs.add(of(labels, pair));
    }
    return pairs;
  }

  String comparable() {
    return chosen.comparable() + "\u0000" + rejected.comparable();
  }

  /** Of two answers that judges chose among: which one, whichever that is. */
  Claim claim() {
    String better = chosen.comparable();
    String worse = rejected.comparable();
    if (origin.provenance().origin().equals(Origin.CORRECTION)) {
      String id = origin.provenance().feedbackIds().get(0);
      return Claim.prefers("correction:" + id, "corrected", better, worse);
    }
    List<String> both = Stream.of(better, worse).sorted().toList();
    String pair = Answer.text(prompt) + "\u0000" + String.join("\u0000", both);
    return Claim.prefers(
        "pair:" + TextHash.of(pair).hex(), TextHash.of(better).hex(), better, worse);
  }

  private static PreferredPair of(Labels labels, Correction correction) {
    return new PreferredPair(
        labels.thread().getThreadId() + "/" + correction.answer().key(),
        correction.answer().prompt(),
        correction.corrected(),
        correction.answer().turn(),
        correction.answer().tools(),
        Origin.of(
            labels.thread(),
            correction.answer(),
            Origin.CORRECTION,
            List.of(correction.feedback())));
  }

  private static PreferredPair of(Labels labels, Pair pair) {
    String traceId = pair.feedback().get(0).getTraceId();
    return new PreferredPair(
        labels.thread().getThreadId() + "/" + pair.group(),
        pair.prompt(),
        pair.chosen(),
        pair.rejected(),
        null,
        Origin.of(
            labels.thread(),
            traceId,
            pair.feedback().get(0).getTarget().getMessageId(),
            Origin.PREFERENCE,
            pair.feedback()));
  }
}
