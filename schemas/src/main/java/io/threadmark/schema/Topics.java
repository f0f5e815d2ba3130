package io.threadmark.schema;

import static io.threadmark.schema.Topic.Cleanup.COMPACT;
import static io.threadmark.schema.Topic.Cleanup.COMPACT_AND_DELETE;
import static io.threadmark.schema.Topic.Cleanup.DELETE;

import io.threadmark.schema.state.ClaimHop;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.ExportJob;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.OverrideHop;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Every topic of the application, once, in the direction of the flow. All of them have the same
 * number of partitions, which never changes for an application id.
 */
public final class Topics {
  /** How long what came in is kept, and so how long the processor may be away without loss. */
  public static final Duration INPUT_RETENTION = Duration.ofDays(30);

  /** Partitions of every topic, where no setting says otherwise. */
  public static final int DEFAULT_PARTITIONS = 6;

  public static final Topic TRACES =
      new Topic(
          "threadmark.traces", "project/t/trace_id", Trace.class, DELETE, INPUT_RETENTION, false);

  public static final Topic MESSAGES =
      new Topic(
          "threadmark.messages",
          "project/h/thread_id",
          Message.class,
          DELETE,
          INPUT_RETENTION,
          false);

  public static final Topic THREAD_FACTS =
      new Topic(
          "threadmark.thread-facts",
          "project/h/thread_id",
          ThreadFacts.class,
          DELETE,
          INPUT_RETENTION,
          false);

  public static final Topic FEEDBACK =
      new Topic(
          "threadmark.feedback",
          "project/f/feedback_id",
          Feedback.class,
          DELETE,
          INPUT_RETENTION,
          false);

  public static final Topic SPANS =
      new Topic(
          "threadmark.spans", "project/t/trace_id", Span.class, DELETE, INPUT_RETENTION, false);

  public static final Topic ERASURES =
      new Topic("threadmark.erasures", "project/e/erasure_id", Erasure.class, COMPACT, null, false);

  public static final Topic PROJECTS =
      new Topic("threadmark.projects", "project/p/settings", Project.class, COMPACT, null, false);

  /** From Identify to Identify: feedback that overrides tells the id it overrides. */
  public static final Topic OVERRIDES =
      new Topic(
          "threadmark.overrides",
          "project/f/feedback_id",
          OverrideHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** From Resolve to Resolve: a trace tells its client request id where it is. */
  public static final Topic CLAIMS =
      new Topic(
          "threadmark.claims",
          "project/c/client_request_id",
          ClaimHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** From Assemble to Resolve: what a ref wrote, and is too old to be kept. */
  public static final Topic FORGOTTEN_REFS =
      new Topic(
          "threadmark.forgotten-refs",
          "project/t/trace_id or project/c/client_request_id",
          ForgetHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** From Assemble and Resolve to Identify: feedback that is too old to be kept. */
  public static final Topic FORGOTTEN_FEEDBACK =
      new Topic(
          "threadmark.forgotten-feedback",
          "project/f/feedback_id",
          ForgetHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** From Assemble to Resolve: messages tell the traces that they name. */
  public static final Topic MENTIONS =
      new Topic(
          "threadmark.mentions",
          "project/t/trace_id",
          MentionHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** To Identify: what is erased. */
  public static final Topic ERASED_FEEDBACK =
      new Topic(
          "threadmark.erased-feedback",
          "project/f/feedback_id",
          EraseHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** To Resolve: what is erased. */
  public static final Topic ERASED_REFS =
      new Topic(
          "threadmark.erased-refs",
          "project/t/trace_id or project/c/client_request_id",
          EraseHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** To Assemble: what is erased. */
  public static final Topic ERASED_THREADS =
      new Topic(
          "threadmark.erased-threads",
          "project/h/thread_id",
          EraseHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  /** From all of them back to the command: how far it is. */
  public static final Topic ERASURE_STEPS =
      new Topic(
          "threadmark.erasure-steps",
          "project/e/erasure_id",
          ErasureHop.class,
          DELETE,
          INPUT_RETENTION,
          true);

  public static final Topic LABELED_THREADS =
      new Topic(
          "threadmark.labeled-threads",
          "project/h/thread_id",
          LabeledThread.class,
          COMPACT,
          null,
          false);

  public static final Topic ROLLUPS =
      new Topic(
          "threadmark.rollups", "project/dimension/window", Rollup.class, COMPACT, null, false);

  /** Among processors: packages of datasets that are made, and who makes them. */
  public static final Topic EXPORTS =
      new Topic("threadmark.exports", "project/x/export_id", ExportJob.class, COMPACT, null, true);

  public static final Topic UNMATCHED_FEEDBACK =
      new Topic(
          "threadmark.unmatched-feedback",
          "project/f/feedback_id",
          UnmatchedFeedback.class,
          COMPACT_AND_DELETE,
          Duration.ofDays(90),
          false);

  public static final Topic DEAD_LETTERS =
      new Topic(
          "threadmark.dead-letters",
          "as it was",
          DeadLetter.class,
          DELETE,
          Duration.ofDays(90),
          false);

  private static final List<Topic> ALL =
      List.of(
          TRACES,
          MESSAGES,
          THREAD_FACTS,
          FEEDBACK,
          SPANS,
          ERASURES,
          PROJECTS,
          OVERRIDES,
          CLAIMS,
          FORGOTTEN_REFS,
          FORGOTTEN_FEEDBACK,
          MENTIONS,
          ERASED_FEEDBACK,
          ERASED_REFS,
          ERASED_THREADS,
          ERASURE_STEPS,
          LABELED_THREADS,
          ROLLUPS,
          EXPORTS,
          UNMATCHED_FEEDBACK,
          DEAD_LETTERS);

  private Topics() {}

  /** All topics, in the direction of the flow. */
  public static List<Topic> all() {
    return ALL;
  }

  /** The topic of that name, if it is one of ours. */
  public static Optional<Topic> named(String name) {
    return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
  }
}
