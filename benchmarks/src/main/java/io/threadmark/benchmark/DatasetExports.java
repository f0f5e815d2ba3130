package io.threadmark.benchmark;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.ConversationSource;
import io.threadmark.dataset.Progress;
import io.threadmark.dataset.duplicate.NearDuplicatePlan;
import io.threadmark.dataset.format.DatasetFormats;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.label.Rules;
import io.threadmark.dataset.pack.DatasetPackage;
import io.threadmark.dataset.pack.PackageRequest;
import io.threadmark.dataset.row.FileKind;
import io.threadmark.dataset.split.SplitPlan;
import io.threadmark.schema.Content;
import io.threadmark.schema.LabeledFeedback;
import io.threadmark.schema.LabeledMessage;
import io.threadmark.schema.LabeledThread;
import io.threadmark.schema.LabeledTrace;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.User;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * How many rows a second a package takes, and how much of the heap, by format and type of file. The
 * conversations are made while they are read, so that none but the one at hand is in memory.
 */
public final class DatasetExports {
  private static final int CONVERSATIONS = 200_000;
  private static final Pattern OLD = Pattern.compile("Old|Tenured");
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final String ANSWER = "An answer of the length that answers have. ".repeat(5);

  private DatasetExports() {}

  /** Makes each package once. The first argument, where given, is how many conversations. */
  public static void main(String[] args) throws IOException {
    int conversations = args.length == 0 ? CONVERSATIONS : Integer.parseInt(args[0]);
    System.out.printf(
        Locale.ROOT,
        "%d conversations of two answers each, a heap of %d MiB%n%n",
        conversations,
        Runtime.getRuntime().maxMemory() >> 20);
    System.out.println(
        "| format | file | near duplicates | rows | seconds | rows/s | MiB | most in the old generation, MiB |");
    System.out.println("|---|---|---|---|---|---|---|---|");
    for (String format : List.of("feedback", "kto", "preference", "sft", "threads")) {
      measure(format, FileKind.JSONL, null, conversations);
      measure(format, FileKind.PARQUET, null, conversations);
    }
    measure("kto", FileKind.JSONL, NearDuplicatePlan.STANDARD, conversations);
  }

  private static void measure(
      String format, FileKind kind, NearDuplicatePlan near, int conversations) throws IOException {
    Path folder = Files.createTempDirectory("threadmark-exports");
    try {
      pools().forEach(MemoryPoolMXBean::resetPeakUsage);
      long begin = System.nanoTime();
      ObjectNode manifest =
          DatasetPackage.make(
              request(format, kind, near),
              ConversationSource.of(
                  Stream.iterate(0, n -> n < conversations, n -> n + 1)
                      .map(DatasetExports::conversation)
                      .iterator()),
              folder.resolve("package"),
              Progress.NONE);
      double seconds = (System.nanoTime() - begin) / 1e9;
      long bytes = 0;
      for (var file : manifest.path("files")) {
        bytes += file.path("bytes").longValue();
      }
      long rows = manifest.path("rows").longValue();
      System.out.printf(
          Locale.ROOT,
          "| %s | %s | %s | %d | %.1f | %.0f | %d | %d |%n",
          format,
          kind.word(),
          near == null ? "stay" : "go",
          rows,
          seconds,
          rows / seconds,
          bytes >> 20,
          pools().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() >> 20);
    } finally {
      delete(folder);
    }
  }

  private static PackageRequest request(String format, FileKind kind, NearDuplicatePlan near) {
    return new PackageRequest(
        "benchmark",
        DatasetFormats.named(format),
        kind,
        Rules.STANDARD,
        new SplitPlan("salt", 8_000, 1_000, 1_000),
        near,
        new PackageRequest.Context(
            Json.object(), Json.object(), null, "benchmark", START.toString()));
  }

  private static LabeledThread conversation(int number) {
    Random random = new Random(number);
    Builder thread = new Builder("th-" + number, random.nextInt(50_000));
    thread.answered("t-" + number + "-0", random);
    thread.feedback("BOOLEAN", String.valueOf(random.nextInt(4) > 0));
    thread.answered("t-" + number + "-1", random);
    thread.feedback("CORRECTION", "\"" + ANSWER + random.nextInt(1_000_000) + "\"");
    thread.feedback("BOOLEAN", "false");
    return thread.build();
  }

  private static Stream<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .filter(pool -> OLD.matcher(pool.getName()).find());
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      for (Path path : walk.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** A labeled thread, piece by piece. */
  private static final class Builder {
    private final LabeledThread thread;
    private String traceId;

    Builder(String id, int user) {
      this.thread =
          LabeledThread.newBuilder()
              .setProjectId("acme")
              .setThreadId(id)
              .setKind("thread")
              .setUser(User.newBuilder().setId("user-" + user).build())
              .setCreatedAt(START)
              .setUpdatedAt(START)
              .setMessages(new ArrayList<>())
              .setTraces(new ArrayList<>())
              .setFeedback(new ArrayList<>())
              .setMessageCount(4)
              .setTraceCount(2)
              .setFeedbackCount(3)
              .build();
    }

    void answered(String trace, Random random) {
      traceId = trace;
      thread
          .getTraces()
          .add(
              LabeledTrace.newBuilder()
                  .setTraceId(trace)
                  .setCreatedAt(START)
                  .setUpdatedAt(START)
                  .build());
      said("user", "Question " + random.nextInt(1_000_000));
      said("assistant", ANSWER + random.nextInt(1_000_000));
    }

    void feedback(String kind, String value) {
      thread
          .getFeedback()
          .add(
              LabeledFeedback.newBuilder()
                  .setFeedbackId(thread.getThreadId() + "-f" + thread.getFeedback().size())
                  .setTarget(Target.newBuilder().setTraceId(traceId).build())
                  .setTraceId(traceId)
                  .setName("user_feedback")
                  .setKind(kind)
                  .setValueJson(value)
                  .setPolarity(
                      value.equals("true")
                          ? "POSITIVE"
                          : value.equals("false") ? "NEGATIVE" : "NONE")
                  .setSource(new Source("HUMAN", "rater-" + thread.getThreadId().hashCode() % 20))
                  .setSignal("EXPLICIT")
                  .setCreatedAt(START)
                  .setUpdatedAt(START)
                  .build());
    }

    LabeledThread build() {
      return thread;
    }

    private void said(String role, String text) {
      thread
          .getMessages()
          .add(
              LabeledMessage.newBuilder()
                  .setMessageId("m" + thread.getMessages().size())
                  .setRole(role)
                  .setContent(new Content(text, null))
                  .setTraceId(traceId)
                  .setCreatedAt(START)
                  .setUpdatedAt(START)
                  .build());
    }
  }
}
