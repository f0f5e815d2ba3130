package io.threadmark.gateway.event;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.schema.Project;
import java.util.HashMap;
import java.util.Map;

/** What a project says of its feedback, made ready to be applied. */
public final class FeedbackRules {
  /** Of a project that says nothing: every name is accepted. */
  public static final FeedbackRules NONE = new FeedbackRules(Map.of(), true);

  private final Map<String, FeedbackRule> byName;
  private final boolean acceptsUnknownNames;

  private FeedbackRules(Map<String, FeedbackRule> byName, boolean acceptsUnknownNames) {
    this.byName = byName;
    this.acceptsUnknownNames = acceptsUnknownNames;
  }

  /** The rules by a project's settings. */
  public static FeedbackRules of(Project settings) {
    if (settings.getFeedback().isEmpty() && settings.getAcceptUnknownNames()) {
      return NONE;
    }
    Map<String, FeedbackRule> byName = new HashMap<>();
    settings
        .getFeedback()
        .forEach((name, definition) -> byName.put(name, new FeedbackRule(definition)));
    return new FeedbackRules(byName, settings.getAcceptUnknownNames());
  }

  /** The rule of feedback of a name; refuses one that is not defined where the project does so. */
  FeedbackRule of(String name) throws InvalidEvent {
    FeedbackRule rule = byName.get(name);
    if (rule == null && !acceptsUnknownNames) {
      throw InvalidEvent.field("name", "is none that the project defines");
    }
    return rule != null ? rule : FeedbackRule.NONE;
  }
}
