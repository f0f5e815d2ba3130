package io.threadmark.processor.topology;

import io.threadmark.processor.model.ErasedUser;
import io.threadmark.processor.model.Named;
import io.threadmark.processor.model.Rows;
import io.threadmark.processor.model.Subject;
import io.threadmark.processor.model.SubjectHash;
import io.threadmark.processor.model.ThreadReader;
import io.threadmark.processor.model.ThreadWatcher;
import io.threadmark.processor.model.ThreadWriter;
import io.threadmark.processor.model.UserNamings;
import io.threadmark.schema.Key;
import io.threadmark.schema.Message;
import io.threadmark.schema.Micros;
import io.threadmark.schema.ThreadFacts;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.MentionHop;
import io.threadmark.schema.state.ThreadHop;
import java.util.List;

/**
 * Erases threads, and single messages that ever named an erased trace. Traces that ever named an
 * erased thread, and feedback that did, go with it.
 */
final class ThreadErasing extends Erasing {
  private final Stage stage;
  private final Rows.Mutable threads;
  private final ThreadWatcher counting;
  private final LabeledThreadPublishing publishing;

  ThreadErasing(
      Stage stage,
      Rows.Mutable threads,
      ThreadWatcher counting,
      LabeledThreadPublishing publishing,
      SubjectHash hashes,
      int rowsAtOnce) {
    super(stage, StateStores.ERASED_THREADS, hashes, rowsAtOnce);
    this.stage = stage;
    this.threads = threads;
    this.counting = counting;
    this.publishing = publishing;
  }

  /** Whether a message was erased, alone or with its thread. */
  boolean isErased(byte[] threadKey, Message message) {
    return isErased(threadKey)
        || erased().isErased(Subject.message(threadKey, message.getMessageId()));
  }

  /** An item comes to a thread that was erased: what names the thread goes. */
  void refuse(byte[] threadKey, ThreadHop hop) {
    boolean namesTheThread = !hop.getIsFeedback() || hop.getWriter().isEmpty();
    if (namesTheThread && !hop.getGone()) {
      refuse(Subject.of(ownerOf(threadKey, hop)), threadKey);
    }
  }

  /** Keeps who named a thread and is not in it. */
  void named(byte[] threadKey, ThreadHop hop) {
    boolean namesTheThread = !hop.getIsFeedback() || hop.getWriter().isEmpty();
    if (namesTheThread) {
      boolean isHere = hop.getTrace() != null || hop.getFeedback() != null;
      Subject thing = Subject.of(ownerOf(threadKey, hop));
      mentions().setNamedBy(threadKey, thing, !isHere && !hop.getGone());
    }
  }

  /** Keeps what a message names, and tells the trace. */
  void names(byte[] threadKey, Message event, ThreadWriter.Merged merged) {
    Subject message = Subject.message(threadKey, event.getMessageId());
    String project = event.getProjectId();
    Key before = trace(project, merged.before().traceId());
    Key now = trace(project, merged.now().traceId());
    Key said =
        trace(project, event.getTraceId() == null ? null : TraceId.canonical(event.getTraceId()));
    boolean inVain = mentions().keep(message, before, said, now);
    if (inVain) {
      mention(said, event.getThreadId(), event.getMessageId(), false);
    }
    if (now != null && !now.equals(before)) {
      mention(now, event.getThreadId(), event.getMessageId(), false);
    }
    String userId = event.getUser() == null ? null : event.getUser().getId();
    eraseIf(threadKey, namesUser(message, project, userId, merged));
  }

  /** Keeps what a statement about a thread names. */
  void names(byte[] threadKey, ThreadFacts event, ThreadWriter.Merged merged) {
    String userId = event.getUser() == null ? null : event.getUser().getId();
    eraseIf(threadKey, namesUser(Subject.of(threadKey), event.getProjectId(), userId, merged));
  }

  /**
   * Takes in what is said of a message that was erased alone: its thread goes, where it names an
   * erased user.
   */
  void refuse(byte[] threadKey, Message event) {
    String userId = event.getUser() == null ? null : event.getUser().getId();
    eraseIf(
        threadKey,
        users()
            .erasedUser(
                user(event.getProjectId(), userId), Micros.of(event.getStamp().getEventTime())));
  }

  private void eraseIf(byte[] threadKey, ErasedUser user) {
    if (user != null) {
      erase(Subject.of(threadKey), false, user);
    }
  }

  /** A message is not there any more. */
  void forget(Key thread, String messageId, Named named) {
    Subject message = Subject.message(thread.bytes(), messageId);
    if (named.traceId() != null) {
      mention(Key.trace(thread.project(), named.traceId()), thread.id(), messageId, true);
    }
    for (Key key : mentions().former(message)) {
      if (key.kind() == Key.Kind.TRACE) {
        mention(key, thread.id(), messageId, true);
      }
    }
    users().forget(message, user(thread.project(), named.userId()));
    mentions().forget(message);
  }

  /** The statements about a thread itself are not there any more. */
  void forget(Key thread, Named named) {
    Subject subject = Subject.of(thread);
    users().forget(subject, user(thread.project(), named.userId()));
    mentions().forget(subject);
  }

  @Override
  void begin(Subject subject, EraseHop hop, ErasureStep step) {
    byte[] key = subject.keyBytes();
    HeadRow head = new ThreadReader(threads, key).head();
    if (head == null) {
      return;
    }
    if (!subject.isMessage()) {
      step.erasedThread(); // its items are removed by steps
      return;
    }
    Named named = new ThreadWriter(threads, key, counting).removeMessage(subject.messageId());
    if (named != null) {
      step.erasedMessage();
      Key thread = Key.parse(key);
      ErasedUser user =
          users().erasedUserOf(subject, user(thread.project(), named.userId()), named.createdAt());
      forget(thread, subject.messageId(), named);
      if (user != null) {
        eraseToo(Subject.of(key), step);
      }
      if (ThreadReader.isLabeled(head)) {
        publishing.mark(key);
      }
    }
  }

  @Override
  boolean drain(Subject subject, int rows, ErasureStep step) {
    byte[] key = subject.keyBytes();
    Key thread = Key.parse(key);
    if (ThreadReader.isLabeled(new ThreadReader(threads, key).head())) {
      publishing.mark(key);
    }
    int removed = new ThreadWriter(threads, key, counting).removeSome(rows, leaving(thread, step));
    List<Subject> named = mentions().namedBy(key, rows - removed);
    for (Subject thing : named) {
      mentions().setNamedBy(key, thing, false);
      tell(thing, step);
    }
    boolean gone = new ThreadReader(threads, key).head() == null;
    return gone && named.size() < rows - removed;
  }

  @Override
  List<Rows> held() {
    return List.of(threads);
  }

  private ThreadWriter.Leaving leaving(Key thread, ErasureStep step) {
    return new ThreadWriter.Leaving() {
      @Override
      public void leaves(String feedbackId, String writer) {
        if (feedbackId == null) {
          tell(Key.parse(writer), false, step);
        } else if (writer.isEmpty()) {
          tell(Key.feedback(thread.project(), feedbackId), false, step);
        } // else a trace brought it, which goes, and feedback on it too
      }

      @Override
      public void messageLeaves(String messageId, Named named) {
        step.erasedMessage();
        forget(thread, messageId, named);
      }

      @Override
      public void factsLeave(Named named) {
        forget(thread, named);
      }
    };
  }

  private ErasedUser namesUser(
      Subject thing, String project, String said, ThreadWriter.Merged merged) {
    return users()
        .keep(
            thing,
            UserNamings.Change.of(project, merged.before().userId(), said, merged.now().userId()),
            merged.before().createdAt(),
            merged.now().createdAt());
  }

  private void mention(Key trace, String threadId, String messageId, boolean gone) {
    stage.send(trace, new MentionHop(threadId, messageId, gone));
  }

  private static Key ownerOf(byte[] threadKey, ThreadHop hop) {
    return hop.getIsFeedback()
        ? Key.feedback(Key.parse(threadKey).project(), hop.getItemId())
        : Key.parse(hop.getWriter());
  }

  private static Key trace(String project, String id) {
    return id == null ? null : Key.trace(project, id);
  }

  private static Key user(String project, String id) {
    return id == null ? null : Key.user(project, id);
  }
}
