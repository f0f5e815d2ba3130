package io.threadmark.processor.feedback;

import io.threadmark.processor.erasure.Erasing;
import io.threadmark.processor.erasure.ErasureStep;
import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.erasure.rows.UserNamings;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.FeedbackRow;
import java.util.List;

/**
 * Erases feedback: that which ever named something that is erased, and that which has an erased
 * user for its source.
 */
final class FeedbackErasing extends Erasing {
  /** Removes a piece of feedback from wherever it is. */
  interface Removal {
    void remove(byte[] key, FeedbackRow row);
  }

  private final Rows identities;
  private final Removal removal;

  FeedbackErasing(Stage stage, SubjectHash hashes, int rowsAtOnce, Removal removal) {
    super(stage, StateStores.ERASED_FEEDBACK, hashes, rowsAtOnce);
    this.identities = stage.rows(StateStores.IDENTITIES);
    this.removal = removal;
  }

  /**
   * Keeps what a version says of refs.
   *
   * @param before where the feedback was; null where it was nowhere
   * @param now where it is; or null
   * @return whether the version names a ref, for the first time, where the feedback is not
   */
  boolean namesInVain(byte[] key, Key before, Feedback version, Key now) {
    Key said = version.getTarget() == null ? null : Refs.of(version);
    return mentions().keep(Subject.of(key), before, said, now);
  }

  /**
   * Keeps what a version says of other feedback, for those who wait until it is undone; nothing is
   * erased by it.
   *
   * @param before the feedback that was overridden; null where none was
   * @param now the feedback that is overridden; or null
   */
  void overrides(byte[] key, Key before, Feedback version, Key now) {
    String said = version.getOverrides();
    mentions()
        .keep(
            Subject.of(key),
            before,
            said == null ? null : Key.feedback(version.getProjectId(), said),
            now);
  }

  /** The erased user who is the source of a version, so that the feedback goes; else null. */
  ErasedUser erasedSource(byte[] key, FeedbackRow old, Feedback version, FeedbackRow now) {
    return users()
        .keep(
            Subject.of(key),
            new UserNamings.Change(
                old == null ? null : source(FeedbackVersions.winner(old)),
                source(version),
                source(FeedbackVersions.winner(now))),
            old == null ? Long.MAX_VALUE : old.getCreatedAt(),
            now.getCreatedAt());
  }

  /** Forgets what a piece of feedback named. Returns the refs where it was before. */
  Iterable<Key> forget(byte[] key, FeedbackRow row) {
    Subject feedback = Subject.of(key);
    var former = mentions().former(feedback).stream().filter(Refs::isRef).toList();
    users().forget(feedback, source(FeedbackVersions.winner(row)));
    mentions().forget(feedback);
    return former;
  }

  @Override
  protected void begin(Subject subject, EraseHop hop, ErasureStep step) {
    FeedbackRow row = IdentityRows.versions(identities, subject.keyBytes());
    if (row != null) {
      removal.remove(subject.keyBytes(), row);
      step.erasedFeedback();
    }
  }

  @Override
  protected boolean drain(Subject subject, int rows, ErasureStep step) {
    return true;
  }

  @Override
  protected List<Rows> held() {
    return List.of(); // no command names feedback
  }

  private static Key source(Feedback version) {
    String id = version.getSource() == null ? null : version.getSource().getId();
    return id == null || id.isEmpty() ? null : Key.user(version.getProjectId(), id);
  }
}
