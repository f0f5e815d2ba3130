package io.threadmark.dataset.label;

import io.threadmark.dataset.json.InvalidMemberException;

/**
 * How many few-shot examples there may be, and how long.
 *
 * @param perIntent the most examples of one intent; threads without an intent count as one
 * @param tokenBudget the most tokens of all examples together, four bytes counting as one
 */
public record FewShotCaps(int perIntent, int tokenBudget) {
  public static final FewShotCaps STANDARD = new FewShotCaps(5, 8_000);

  public FewShotCaps {
    if (perIntent < 1) {
      throw new InvalidMemberException("per_intent", "must be at least 1");
    }
    if (tokenBudget < 1) {
      throw new InvalidMemberException("token_budget", "must be at least 1");
    }
  }
}
