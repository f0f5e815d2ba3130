package io.threadmark.schema.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/**
 * The settings of a role: a properties file, then the environment over it. Kafka's own settings are
 * all reachable: {@code kafka.acks} in the file, {@code THREADMARK_KAFKA_ACKS} in the environment.
 */
public final class Settings {
  /** The environment variable that names a properties file. */
  public static final String FILE_VARIABLE = Setting.ENVIRONMENT_PREFIX + "CONFIG";

  private final Map<String, String> values;

  private Settings(Map<String, String> values) {
    this.values = values;
  }

  /** Settings from names as a properties file spells them. */
  public static Settings of(Map<String, String> values) {
    return new Settings(new TreeMap<>(values));
  }

  /**
   * Settings from the environment and the properties file that it names, if it names one.
   *
   * @throws IllegalArgumentException where that file cannot be read
   */
  public static Settings fromEnvironment(Map<String, String> environment) {
    Map<String, String> values = new TreeMap<>();
    String file = environment.get(FILE_VARIABLE);
    if (file != null) {
      values.putAll(read(Path.of(file)));
    }
    environment.forEach(
        (variable, value) -> {
          if (variable.startsWith(Setting.ENVIRONMENT_PREFIX) && !variable.equals(FILE_VARIABLE)) {
            values.put(propertyName(variable), value);
          }
        });
    return new Settings(values);
  }

  /**
   * The value of a setting.
   *
   * @throws IllegalArgumentException naming the setting, where it is missing or wrong
   */
  public <T> T get(Setting<T> setting) {
    String text = values.getOrDefault(setting.name(), setting.fallback());
    if (text == null) {
      throw new IllegalArgumentException(
          setting.environmentName() + " is not set: " + setting.doc());
    }
    try {
      return setting.parser().apply(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(setting.environmentName() + " " + e.getMessage(), e);
    }
  }

  /** What stands under a prefix, without it: {@code kafka.acks} under {@code kafka} is acks. */
  public Map<String, String> under(String prefix) {
    Map<String, String> found = new TreeMap<>();
    values.forEach(
        (name, value) -> {
          if (name.startsWith(prefix + ".")) {
            found.put(name.substring(prefix.length() + 1), value);
          }
        });
    return found;
  }

  /** These settings with others over them. */
  public Settings with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(others);
    return new Settings(all);
  }

  private static String propertyName(String variable) {
    return variable
        .substring(Setting.ENVIRONMENT_PREFIX.length())
        .toLowerCase(Locale.ROOT)
        .replace('_', '.');
  }

  private static Map<String, String> read(Path file) {
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          FILE_VARIABLE + " names a file that cannot be read: " + file,
          new UncheckedIOException(e));
    }
    Map<String, String> values = new TreeMap<>();
    properties.forEach((name, value) -> values.put((String) name, (String) value));
    return values;
  }
}
