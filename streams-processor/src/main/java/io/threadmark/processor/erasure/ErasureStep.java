package io.threadmark.processor.erasure;

import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.stage.Awaited;
import io.threadmark.processor.stage.Stage;
import io.threadmark.schema.state.DrainRow;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import java.nio.charset.StandardCharsets;

/**
 * What one step of an erasure erases, and what further steps it makes necessary: that others erase,
 * too, and that hops are taken in that remove what was elsewhere.
 */
public final class ErasureStep {
  private final EraseHop cause;
  private long begun;
  private long threads;
  private long traces;
  private long messages;
  private long feedback;

  /**
   * @param cause what asked for the step
   */
  ErasureStep(EraseHop cause) {
    this.cause = cause;
  }

  /** All steps of a drain together. */
  static ErasureStep all(DrainRow drain) {
    ErasureStep all = new ErasureStep(drain.getHops().get(0));
    all.begun = drain.getBegun();
    all.threads = drain.getThreads();
    all.traces = drain.getTraces();
    all.messages = drain.getMessages();
    all.feedback = drain.getFeedback();
    return all;
  }

  /**
   * A step that no command waits for.
   *
   * @param user whose erasure makes it necessary; null where none does
   */
  public static EraseHop unasked(String messageId, boolean withThreads, ErasedUser user) {
    return step(messageId, withThreads, user, null, 0);
  }

  private static EraseHop step(
      String messageId, boolean withThreads, ErasedUser user, String erasure, int depth) {
    return new EraseHop(
        messageId,
        withThreads,
        null,
        null,
        user == null ? null : user.hash(),
        user == null ? null : user.upTo(),
        erasure,
        depth);
  }

  /** The user whose erasure a step is part of; null where it is part of none. */
  public static ErasedUser userOf(EraseHop hop) {
    if (hop.getHash() != null && hop.getUpTo() != null) {
      return new ErasedUser(hashOf(hop), hop.getUpTo());
    }
    return hop.getUserHash() == null ? null : new ErasedUser(hop.getUserHash(), hop.getUserUpTo());
  }

  /** The hash of a subject that is not named. */
  public static String hashOf(EraseHop hop) {
    return StandardCharsets.US_ASCII.decode(hop.getHash().duplicate()).toString();
  }

  /** A step that this one makes necessary. */
  public EraseHop next(String messageId, boolean withThreads) {
    begun++;
    boolean asked = cause.getErasure() != null;
    return step(
        messageId,
        withThreads,
        userOf(cause),
        cause.getErasure(),
        asked ? cause.getDepth() + 1 : 0);
  }

  /** Who waits for a hop that this step makes necessary; null where no command does. */
  Awaited awaited() {
    if (cause.getErasure() == null) {
      return null;
    }
    begun++;
    return new Awaited(cause.getErasure(), cause.getDepth() + 1);
  }

  public void erasedThread() {
    threads++;
  }

  public void erasedTrace() {
    traces++;
  }

  public void erasedMessage() {
    messages++;
  }

  public void erasedFeedback() {
    feedback++;
  }

  /** Adds what came of it to what is drained. */
  void addTo(DrainRow drain) {
    drain.setBegun(drain.getBegun() + begun);
    drain.setThreads(drain.getThreads() + threads);
    drain.setTraces(drain.getTraces() + traces);
    drain.setMessages(drain.getMessages() + messages);
    drain.setFeedback(drain.getFeedback() + feedback);
  }

  /** Tells the command that the step is done, where one waits for it. */
  void report(Stage stage) {
    if (cause.getErasure() != null) {
      stage.report(
          cause.getErasure().getBytes(StandardCharsets.UTF_8),
          new ErasureHop(cause.getDepth(), begun, threads, traces, messages, feedback));
    }
  }
}
