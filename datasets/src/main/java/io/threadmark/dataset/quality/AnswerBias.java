package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.row.Claim;
import io.threadmark.dataset.row.Claim.First;

/**
 * What answers may be preferred for that is no merit of theirs: their length, and that they were
 * shown first.
 */
final class AnswerBias {
  private final Lengths better = new Lengths();
  private final Lengths worse = new Lengths();
  private long pairs;
  private long longerIsBetter;
  private long equallyLong;
  private long knownOrder;
  private long firstIsBetter;

  void add(Claim claim) {
    if (claim.better() >= 0) {
      better.add(claim.better());
    }
    if (claim.worse() >= 0) {
      worse.add(claim.worse());
    }
    if (claim.isPair()) {
      pairs++;
      longerIsBetter += claim.better() > claim.worse() ? 1 : 0;
      equallyLong += claim.better() == claim.worse() ? 1 : 0;
    }
    if (claim.first() != First.UNKNOWN) {
      knownOrder++;
      firstIsBetter += claim.first() == First.BETTER ? 1 : 0;
    }
  }

  /** Puts what there is something to say of. */
  void put(ObjectNode json) {
    if (!better.isEmpty() || !worse.isEmpty()) {
      ObjectNode length = json.putObject("length_bias");
      length.set("better_characters", better.json());
      length.set("worse_characters", worse.json());
      if (pairs > 0) {
        ObjectNode ofPairs = length.putObject("pairs");
        ofPairs.put("pairs", pairs);
        ofPairs.put("longer_is_better", longerIsBetter);
        ofPairs.put("equally_long", equallyLong);
        Ratio.put(ofPairs, longerIsBetter, pairs - equallyLong);
      }
    }
    if (knownOrder > 0) {
      ObjectNode position = json.putObject("position");
      position.put("pairs_with_known_order", knownOrder);
      position.put("first_shown_preferred", firstIsBetter);
      Ratio.put(position, firstIsBetter, knownOrder);
    }
  }
}
