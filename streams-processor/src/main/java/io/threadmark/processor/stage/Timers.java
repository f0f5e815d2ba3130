package io.threadmark.processor.stage;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;

/**
 * The timers of this process: whether they may take turns yet, and which fail at present, for
 * whoever is to mend it.
 */
public final class Timers {

  /**
   * A timer that fails, or that has set rows aside.
   *
   * @param timer its name
   * @param partition of the task whose timer it is
   * @param turnFails whether its turns fail as a whole; otherwise it goes on with other rows
   * @param rowsAside rows that it failed on, and that wait until they are tried again
   * @param since when it began to fail
   * @param cause the class of the newest exception
   */
  public record Failing(
      String timer, int partition, boolean turnFails, int rowsAside, Instant since, String cause) {}

  private final MeterRegistry registry;
  private final Map<String, Counter> failures = new ConcurrentHashMap<>();
  private final Map<Timer, Failing> failing = new ConcurrentHashMap<>();
  private volatile boolean held;

  public Timers(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * Lets no turn be taken until {@link #release}. A turn that has to wait, for the registry say,
   * keeps its thread from all other tasks, those among them that are still to be opened.
   */
  public void hold() {
    held = true;
  }

  /** Lets turns be taken. */
  public void release() {
    held = false;
  }

  boolean areHeld() {
    return held;
  }

  /** A timer that may fail is there from the start: a rate needs a first value. */
  void begin(String timer) {
    failures.computeIfAbsent(timer, this::register);
  }

  /** A turn of a timer failed, or what it did about a row. */
  void failed(String timer) {
    failures.get(timer).increment();
  }

  /** Tells how a timer is; null where nothing of it fails any more. */
  void tell(Timer timer, Failing how) {
    if (how == null) {
      failing.remove(timer);
    } else {
      failing.put(timer, how);
    }
  }

  /** The timers that fail at present, by name and partition. */
  public List<Failing> failing() {
    return failing.values().stream()
        .sorted(Comparator.comparing(Failing::timer).thenComparing(Failing::partition))
        .toList();
  }

  private Counter register(String timer) {
    gauge(
        timer,
        "timers.failing",
        "Timers whose turns fail as a whole",
        one -> one.turnFails ? 1 : 0);
    gauge(
        timer,
        "timer.rows.aside",
        "Rows that timers failed on and passed over",
        Failing::rowsAside);
    return Counter.builder("threadmark.processor.timer.failures")
        .description("Turns of timers, or what they did about one row, that failed")
        .tag("timer", timer)
        .register(registry);
  }

  private void gauge(
      String timer, String name, String description, ToIntFunction<Failing> measure) {
    Gauge.builder("threadmark.processor." + name, this, all -> all.sum(timer, measure))
        .description(description)
        .tag("timer", timer)
        .register(registry);
  }

  private double sum(String timer, ToIntFunction<Failing> measure) {
    return failing.values().stream().filter(one -> one.timer.equals(timer)).mapToInt(measure).sum();
  }
}
