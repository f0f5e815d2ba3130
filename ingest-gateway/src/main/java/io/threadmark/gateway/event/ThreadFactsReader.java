package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Key;
import io.threadmark.schema.Limits;
import io.threadmark.schema.Receipt.Statement;
import io.threadmark.schema.ThreadFacts;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Reads facts about a thread. */
final class ThreadFactsReader {
  private static final Set<String> KNOWN =
      Set.of(
          "type",
          "project_id",
          "thread_id",
          "title",
          "intents",
          "issues",
          "remove_intents",
          "remove_issues",
          "user",
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
    facts.setIntents(labels(fields, "intents"));
    facts.setIssues(labels(fields, "issues"));
    facts.setRemoveIntents(labels(fields, "remove_intents"));
    facts.setRemoveIssues(labels(fields, "remove_issues"));
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

  /** Intents and issues are sets, so that neither order nor repetition is content. */
  private static List<String> labels(Fields fields, String name) throws InvalidEvent {
    List<Json> items = fields.list(name);
    if (items == null) {
      return List.of();
    }
    if (items.size() > Limits.LABELS) {
      throw InvalidEvent.field(fields.at(name), "has more than " + Limits.LABELS + " items");
    }
    Set<String> labels = new TreeSet<>();
    for (int i = 0; i < items.size(); i++) {
      String path = fields.at(name) + "[" + i + "]";
      labels.add(Texts.label(Texts.of(items.get(i), path), Limits.NAME_BYTES, path));
    }
    return List.copyOf(labels);
  }
}
