package io.threadmark.follow.kafka;

import io.threadmark.schema.settings.Setting;

/** The settings of a process that exports continuously, beside those of Kafka and the registry. */
public final class FollowSettings {
  public static final Setting<String> HOST =
      Setting.text("export.host", "127.0.0.1", "address to listen on, for health and metrics");

  public static final Setting<Long> PORT =
      Setting.whole("export.port", 8082, 0, 65_535, "port to listen on; 0 takes a free one");

  private FollowSettings() {}
}
