package io.threadmark.processor.topology;

import io.threadmark.processor.model.FeedbackListing;
import io.threadmark.processor.model.FeedbackRows;
import io.threadmark.processor.model.FeedbackVersions;
import io.threadmark.processor.model.IdentityRows;
import io.threadmark.processor.model.Refs;
import io.threadmark.processor.model.Retention;
import io.threadmark.processor.model.Rows;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.FeedbackHop;
import io.threadmark.schema.state.FeedbackRow;
import io.threadmark.schema.state.ForgetHop;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.OverrideHop;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.ThreadHop;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/**
 * Owns each feedback id: its winning version, its history, who overrides it. Sends the winner to
 * the ref that it names, having removed it from the one that it named before.
 */
final class IdentifyStage extends Stage {
  private final Retention retention;
  private Rows.Mutable identities;

  IdentifyStage(Letters letters, Retention retention) {
    super(letters);
    this.retention = retention;
  }

  @Override
  public void init(ProcessorContext<byte[], SpecificRecord> context) {
    super.init(context);
    identities = rows(StateStores.IDENTITIES);
    if (retention.ends()) {
      Sweep sweep = new Sweep(identities);
      Sweep.schedule(this, now -> sweep.turn(now, this::forgetRetracted));
    }
  }

  @Override
  void receive(byte[] key, SpecificRecord value) {
    if (value instanceof Feedback feedback) {
      version(key, feedback);
    } else if (value instanceof OverrideHop override) {
      override(key, override);
    } else if (value instanceof ForgetHop) {
      forget(key);
    } else {
      throw new IllegalArgumentException("not for identify: " + value);
    }
  }

  private void version(byte[] key, Feedback version) {
    FeedbackRow old = IdentityRows.versions(identities, key);
    FeedbackRow now = FeedbackVersions.merge(old, version);
    if (now.equals(old)) {
      return;
    }
    IdentityRows.putVersions(identities, key, now);
    String supersededBy = IdentityRows.supersededBy(identities, key);
    LiveFeedback was = FeedbackVersions.live(old, supersededBy);
    LiveFeedback is = FeedbackVersions.live(now, supersededBy);
    FeedbackListing.replace(
        identities,
        Key.parse(key),
        FeedbackListing.ofIdentity(old, was),
        FeedbackListing.ofIdentity(now, is));
    sendOverride(version.getProjectId(), version.getFeedbackId(), overrides(was), overrides(is));
    sendChange(was, is);
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
    return retention.isOver(Micros.of(winner.getStamp().getEventTime()), nowMs);
  }

  private void remove(byte[] key, FeedbackRow row) {
    LiveFeedback was = FeedbackVersions.live(row, IdentityRows.supersededBy(identities, key));
    IdentityRows.deleteVersions(identities, key);
    Key id = Key.parse(key);
    FeedbackListing.replace(identities, id, FeedbackListing.ofIdentity(row, was), null);
    sendOverride(id.project(), id.id(), overrides(was), null);
    // It is gone from where it was. An edit that came meanwhile may have sent it elsewhere.
    sendChange(was, null);
  }

  private void sendChange(LiveFeedback was, LiveFeedback is) {
    Key from = was == null ? null : Refs.of(was.getFeedback());
    Key to = is == null ? null : Refs.of(is.getFeedback());
    if (from != null && !from.equals(to)) {
      sendTo(from, was.getFeedback().getFeedbackId(), null);
    }
    if (to != null && !is.equals(was)) {
      sendTo(to, is.getFeedback().getFeedbackId(), is);
    }
  }

  /** To the stage that owns the ref: threads are Assemble's, all else is Resolve's. */
  private void sendTo(Key ref, String feedbackId, LiveFeedback live) {
    if (ref.kind() != Key.Kind.THREAD) {
      send(ref, new FeedbackHop(feedbackId, live));
      return;
    }
    PlacedFeedback placed = live == null ? null : FeedbackRows.onThread(live, ref.id());
    send(ref, new ThreadHop(feedbackId, FeedbackRows.WRITTEN_BY_IDENTIFY, true, null, placed));
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

  private static String overrides(LiveFeedback live) {
    return live == null ? null : live.getFeedback().getOverrides();
  }
}
