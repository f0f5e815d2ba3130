package io.threadmark.benchmark;

import java.time.Instant;

/** What people ask of their threads and traces, the newest first. */
enum ListQuestion implements Question {
  TWO_FILTERS("two filters", "/api/v1/threads?polarity=NEGATIVE&model=" + Conversation.MODELS[0]),
  COMMON_WORD("a common word", "/api/v1/threads?search=" + Words.word(20)),
  RARE_WORD("a rare word", "/api/v1/threads?search=" + Words.word(Words.COUNT)),
  FACETS(
      "facets",
      "/api/v1/threads?has_feedback=true&facets=polarity,feedback_name,model,segment,tag:topic"),
  TRACES_WITH_WORD(
      "traces with a word",
      "/api/v1/traces?status=ERROR&tags=topic:%s&search=%s"
          .formatted(Conversation.TOPICS[0], Words.word(20)));

  private final String title;
  private final String path;

  ListQuestion(String title, String path) {
    this.title = title;
    this.path = path;
  }

  @Override
  public String title() {
    return title;
  }

  @Override
  public String path(Instant now) {
    return path;
  }
}
