package io.threadmark.processor.law;

import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.UnmatchedFeedback;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that must be there once nothing is under way.
 *
 * @param pieces by feedback id
 * @param traces by trace id
 * @param claims by client request id, the winner first
 * @param threads by thread id
 * @param labeledThreads the topic, by thread id
 * @param unmatchedFeedback the topic, by feedback id
 * @param named what each thing ever named
 * @param spans by trace id
 */
public record AtRest(
    Map<Named, Piece> pieces,
    Map<Named, MergedFacts> traces,
    Map<Named, List<Claimant>> claims,
    Map<Named, ThreadAtRest> threads,
    Map<Named, LabeledThread> labeledThreads,
    Map<Named, UnmatchedFeedback> unmatchedFeedback,
    Map<Thing, Set<Thing>> named,
    Map<Named, SpansAtRest> spans) {}
