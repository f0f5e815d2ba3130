package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.ThreadFacts;
import java.util.Set;

/** Reads facts about a thread. */
final class ThreadFactsReader {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "thread_id",
          "session_id",
          "title",
          "intents",
          "issues",
          "remove_intents",
          "remove_issues",
          "user",
          "user_id",
          "tags",
          "metadata",
          "clear",
          "timestamp",
          "revision");

  private static final Clearing CLEARING =
      new Clearing("title", "intents", "issues", "tags", "metadata");

  private ThreadFactsReader() {}

  /**
   * Reads facts.
   *
   * @param threadId the thread of facts that may leave it out; null where they must name one
   */
  static Event read(Entry entry, String threadId) throws InvalidEvent {
    Fields fields = Fields.of(entry.object(), "", KNOWN);
    ThreadFacts facts = new ThreadFacts();
    facts.setProjectId(entry.project());
    facts.setThreadId(SharedFields.threadId(fields, threadId));
    facts.setTitle(fields.text("title", Limits.TITLE_BYTES));
    facts.setIntents(SharedFields.words(fields, "intents", Limits.LABELS));
    facts.setIssues(SharedFields.words(fields, "issues", Limits.LABELS));
    facts.setRemoveIntents(SharedFields.words(fields, "remove_intents", Limits.LABELS));
    facts.setRemoveIssues(SharedFields.words(fields, "remove_issues", Limits.LABELS));
    facts.setUser(SharedFields.user(fields));
    facts.setTags(SharedFields.tags(fields));
    facts.setMetadata(SharedFields.metadata(fields));
    facts.setClear(CLEARING.read(fields));
    facts.setIngest(entry.ingest());
    facts.setStamp(
        entry.stamp(
            fields.time("timestamp", entry.latest()),
            fields.count("revision"),
            ContentHash.of(facts)));
    return new Event(
        entry.index(),
        EventType.THREAD,
        Key.thread(entry.project(), facts.getThreadId()),
        facts,
        new Statement(EventType.THREAD.subject(), facts.getThreadId(), null, facts.getStamp()));
  }
}
