package io.threadmark.processor.runtime;

import io.threadmark.processor.export.job.ExportOptions;
import io.threadmark.schema.settings.Setting;
import io.threadmark.schema.settings.Settings;
import java.nio.file.Path;
import java.time.Duration;

/** How exports are made and kept, as the settings say it. */
public final class ExportSettings {
  private ExportSettings() {}

  /**
   * @param address where other instances reach this one, as Kafka Streams tells them
   * @throws IllegalArgumentException where a setting is wrong
   */
  public static ExportOptions of(Settings settings, String address) {
    return new ExportOptions(
        folder(settings),
        settings.get(ProcessorSettings.APPLICATION_ID),
        address,
        Math.toIntExact(settings.get(ProcessorSettings.EXPORTS_RUNNING)),
        Math.toIntExact(settings.get(ProcessorSettings.EXPORTS_QUEUED)),
        time(settings, ProcessorSettings.EXPORTS_KEEP_MS),
        settings.get(ProcessorSettings.EXPORTS_KEEP_BYTES),
        time(settings, ProcessorSettings.EXPORTS_REMEMBER_MS),
        time(settings, ProcessorSettings.EXPORTS_TAKEOVER_MS),
        ProcessorVersion.text());
  }

  private static Path folder(Settings settings) {
    String folder = settings.get(ProcessorSettings.EXPORTS_FOLDER);
    Path stores = Path.of(settings.get(ProcessorSettings.STATE_DIR));
    return folder.isEmpty()
        ? stores.resolveSibling(stores.getFileName() + "-exports")
        : Path.of(folder);
  }

  private static Duration time(Settings settings, Setting<Long> setting) {
    return Duration.ofMillis(settings.get(setting));
  }
}
