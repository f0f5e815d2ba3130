package io.threadmark.dataset.label;

import io.threadmark.dataset.turn.Turn;
import io.threadmark.schema.LabeledFeedback;
import java.util.List;

/**
 * Two answers to one prompt, of which the judges prefer one.
 *
 * @param group the same in all pairs of one prompt of a thread: they belong together
 * @param feedback of those who prefer it, the newest last
 */
public record Pair(
    String group, List<Turn> prompt, Turn chosen, Turn rejected, List<LabeledFeedback> feedback) {}
