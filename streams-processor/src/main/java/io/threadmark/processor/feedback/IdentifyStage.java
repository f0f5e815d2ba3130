package io.threadmark.processor.feedback;

import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.feedback.rows.FeedbackCounts;
import io.threadmark.processor.feedback.rows.FeedbackListing;
import io.threadmark.processor.feedback.rows.FeedbackVersions;
import io.threadmark.processor.feedback.rows.IdentityRows;
import io.threadmark.processor.feedback.rows.Refs;
import io.threadmark.processor.resolve.rows.FeedbackRows;
import io.threadmark.processor.stage.FeedbackOutcome;
import io.threadmark.processor.stage.FlowMetrics;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Retention;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Sweep;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.ThreadHop;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;

/**
 * Owns each feedback id: its winning version, its history, who overrides it. Sends the winner to
 * the ref that it names, having removed it from the one that it named before.
 */
public final class IdentifyStage extends Stage {
  private final Retention retention;
  private final SubjectHash hashes;
  private final FlowMetrics flow;
  private final int rowsAtOnce;
  private Rows.Mutable identities;
  private FeedbackErasing erasing;

  public IdentifyStage(
      Letters letters, Timers timers, Retention retention, SubjectHash hashes, FlowMetrics flow) {
    this(letters, timers, retention, hashes, flow, ROWS_AT_ONCE);
  }

  /** One that takes smaller steps, for tests. */
  public IdentifyStage(
      Letters letters,
      Timers timers,
      Retention retention,
      SubjectHash hashes,
      FlowMetrics flow,
      int rowsAtOnce) {
    super(letters, timers);
    this.flow = flow;
    this.retention = retention;
    this.hashes = hashes;
    this.rowsAtOnce = rowsAtOnce;
  }

  @Override
  protected void begin() {
    identities = rows(StateStores.IDENTITIES);
    FeedbackCounts.begin(identities);
    erasing = new FeedbackErasing(this, hashes, rowsAtOnce, this::remove);
    keepDeadIn(StateStores.ERASED_FEEDBACK);
    Sweep.begin(this, "forget-retracted", identities, retention, this::forgetRetracted);
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    if (value instanceof Feedback feedback) {
      version(key, feedback);
    } else if (value instanceof OverrideHop override) {
      override(key, override);
    } else if (value instanceof ForgetHop) {
      forget(key);
    } else if (value instanceof EraseHop hop) {
      erasing.receive(key, hop);
    } else {
      throw new IllegalArgumentException("not for identify: " + value);
    }
  }

  private void version(byte[] key, Feedback version) {
    if (erasing.isErased(key)) {
      count(flow.feedback(FeedbackOutcome.ERASED));
      return;
    }
    FeedbackRow old = IdentityRows.versions(identities, key);
    FeedbackRow now = FeedbackVersions.merge(old, version);
    count(flow.feedback(FeedbackOutcome.of(old, now)));
    if (!now.equals(old)) {
      change(key, version, old, now);
    }
    named(key, version, old, now);
  }

  private void change(byte[] key, Feedback version, FeedbackRow old, FeedbackRow now) {
    IdentityRows.putVersions(identities, key, now);
    if (old == null) {
      FeedbackCounts.learned(identities);
    }
    String supersededBy = IdentityRows.supersededBy(identities, key);
    LiveFeedback was = FeedbackVersions.live(old, supersededBy);
    LiveFeedback is = FeedbackVersions.live(now, supersededBy);
    list(Key.parse(key), FeedbackListing.ofIdentity(old, was), FeedbackListing.ofIdentity(now, is));
    sendOverride(version.getProjectId(), version.getFeedbackId(), overrides(was), overrides(is));
    sendChange(was, is);
  }

  /** What a version names counts, even where another version wins. */
  private void named(byte[] key, Feedback version, FeedbackRow old, FeedbackRow now) {
    LiveFeedback was = FeedbackVersions.live(old, null);
    LiveFeedback is = FeedbackVersions.live(now, null);
    if (erasing.namesInVain(key, refOf(was), version, refOf(is))) {
      sendTo(Refs.of(version), version.getFeedbackId(), null, false);
    }
    erasing.overrides(key, overriddenBy(was), version, overriddenBy(is));
    ErasedUser user = erasing.erasedSource(key, old, version, now);
    if (user != null) {
      erasing.erase(Subject.of(key), false, user);
    }
  }

  private static Key refOf(LiveFeedback live) {
    return live == null ? null : Refs.of(live.getFeedback());
  }

  private void override(byte[] key, OverrideHop hop) {
    String before = IdentityRows.supersededBy(identities, key);
    IdentityRows.setOverrider(identities, key, hop.getOverriderId(), hop.getLive());
    String after = IdentityRows.supersededBy(identities, key);
    FeedbackRow row = IdentityRows.versions(identities, key);
    sendChange(FeedbackVersions.live(row, before), FeedbackVersions.live(row, after));
  }

  /** Forgets feedback that its thread, or its ref, let go; unless it has a newer word since. */
  private void forget(byte[] key) {
    FeedbackRow row = IdentityRows.versions(identities, key);
    if (row != null && isOver(row, context().currentSystemTimeMs())) {
      remove(key, row);
    }
  }

  /** What was taken back is in no thread, so no thread lets it go. */
  private void forgetRetracted(byte[] rowKey, byte[] value, long nowMs) {
    byte[] key = IdentityRows.feedbackOf(rowKey);
    FeedbackRow row = key == null ? null : IdentityRows.read(value);
    if (row != null && FeedbackVersions.live(row, null) == null && isOver(row, nowMs)) {
      remove(key, row);
    }
  }

  private boolean isOver(FeedbackRow row, long nowMs) {
    Feedback winner = FeedbackVersions.winner(row);
    long newest = Micros.of(winner.getStamp().getEventTime());
    return retention.isOver(winner.getProjectId(), newest, nowMs);
  }

  private void remove(byte[] key, FeedbackRow row) {
    LiveFeedback was = FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key));
    IdentityRows.deleteVersions(identities, key);
    FeedbackCounts.forgot(identities);
    count(flow.removed());
    Key id = Key.parse(key);
    list(id, FeedbackListing.ofIdentity(row, was), null);
    sendOverride(id.project(), id.id(), overrides(was), null);
    // It is gone from where it was. An edit that came meanwhile may have sent it elsewhere.
    if (was != null) {
      sendTo(Refs.of(was.getFeedback()), id.id(), null, true);
    }
    erasing.forget(key, row).forEach(ref -> sendTo(ref, id.id(), null, true));
  }

  private void list(Key id, FeedbackListing.Entry was, FeedbackListing.Entry is) {
    FeedbackListing.replace(identities, id, was, is);
    flow.entered(was, is).ifPresent(this::count);
  }

  private void sendChange(LiveFeedback was, LiveFeedback is) {
    Key from = refOf(was);
    Key to = refOf(is);
    if (from != null && !from.equals(to)) {
      sendTo(from, was.getFeedback().getFeedbackId(), null, false);
    }
    if (to != null && !is.equals(was)) {
      sendTo(to, is.getFeedback().getFeedbackId(), is, false);
    }
  }

  /** To the stage that owns the ref: threads are Assemble's, all else is Resolve's. */
  private void sendTo(Key ref, String feedbackId, LiveFeedback live, boolean gone) {
    if (ref.kind() != Key.Kind.THREAD) {
      send(ref, new FeedbackHop(feedbackId, live, gone));
      return;
    }
    PlacedFeedback placed = live == null ? null : FeedbackRows.onThread(live, ref.id());
    send(
        ref, new ThreadHop(feedbackId, FeedbackRows.WRITTEN_BY_IDENTIFY, true, null, placed, gone));
  }

  private void sendOverride(String project, String overrider, String was, String is) {
    if (Objects.equals(was, is)) {
      return;
    }
    if (was != null) {
      send(Key.feedback(project, was), new OverrideHop(overrider, false));
    }
    if (is != null) {
      send(Key.feedback(project, is), new OverrideHop(overrider, true));
    }
  }

  private static Key overriddenBy(LiveFeedback live) {
    String id = overrides(live);
    return id == null ? null : Key.feedback(live.getFeedback().getProjectId(), id);
  }

  private static String overrides(LiveFeedback live) {
    return live == null ? null : live.getFeedback().getOverrides();
  }
}
