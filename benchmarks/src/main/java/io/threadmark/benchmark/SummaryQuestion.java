package io.threadmark.benchmark;

import java.time.Instant;

/** What a dashboard asks again and again, of the last 30 days up to now. */
enum SummaryQuestion implements Question {
  SUMMARY("summary", "/api/v1/metrics/summary?"),
  SUMMARY_OF_MODEL("summary of a model", "/api/v1/metrics/summary?model=" + EventLines.MODEL + "&"),
  DAYS_BY_MODEL("days by model", "/api/v1/metrics?granularity=day&group_by=model&");

  private final String title;
  private final String address;

  SummaryQuestion(String title, String address) {
    this.title = title;
    this.address = address;
  }

  @Override
  public String title() {
    return title;
  }

  /** Its address; neither end of the range is a whole hour, let alone a day. */
  @Override
  public String path(Instant now) {
    return address + "after=" + now.minus(History.LENGTH) + "&before=" + now;
  }
}
