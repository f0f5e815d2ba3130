package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Printable;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.utils.Utils;

/**
 * Writes the records of dead letters back to where they came from, each to the partition of its
 * key, and tells what became of each.
 */
final class Replay implements LetterVisitor {
  private static final int MOST_UNDER_WAY = 50;
  private static final int MOST_DIGESTS = 500_000;
  private static final int LONGEST_KEY = 80;

  private final LetterFilter filter;
  private final ReplayRefusal refusals;
  private final Producer<byte[], byte[]> producer;
  private final boolean dryRun;
  private final ReplayReport report;
  private final Map<String, LetterAddress> seen = new NewestDigests();
  private final Deque<UnderWay> underWay = new ArrayDeque<>();

  private record UnderWay(LetterAddress address, String what, Future<RecordMetadata> written) {}

  /** By their digests, where records were first seen; so many as memory has room for. */
  private static final class NewestDigests extends LinkedHashMap<String, LetterAddress> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, LetterAddress> eldest) {
      return size() > MOST_DIGESTS;
    }
  }

  Replay(
      LetterFilter filter,
      ReplayRefusal refusals,
      Producer<byte[], byte[]> producer,
      boolean dryRun,
      ReplayReport report) {
    this.filter = filter;
    this.refusals = refusals;
    this.producer = producer;
    this.dryRun = dryRun;
    this.report = report;
  }

  @Override
  public void letter(Letter letter) throws InterruptedException {
    if (!filter.takes(letter)) {
      return;
    }
    Optional<String> refusal = refusals.of(letter);
    if (refusal.isPresent()) {
      missing(letter.address(), refusal.get());
      return;
    }
    // Each replay that fails again makes a letter more; twins must not make twins of twins.
    LetterAddress twin = seen.putIfAbsent(digest(letter), letter.address());
    if (twin != null) {
      settle();
      report.same(letter.address(), twin);
      return;
    }
    replay(letter);
  }

  @Override
  public void missing(LetterAddress address, String reason) throws InterruptedException {
    settle();
    report.refused(address, reason);
  }

  /**
   * Waits until all that was written is acknowledged.
   *
   * @throws CommandFailedException where Kafka does not answer
   */
  void settle() throws InterruptedException {
    while (!underWay.isEmpty()) {
      settle(underWay.remove());
    }
  }

  private void replay(Letter letter) throws InterruptedException {
    String topic = letter.content().getTopic();
    String key = Printable.shortened(Printable.of(letter.key()), LONGEST_KEY);
    int partitions = producer.partitionsFor(topic).size();
    int partition = Utils.toPositive(Utils.murmur2(letter.key())) % partitions;
    if (dryRun) {
      report.wouldReplay(letter.address(), key, topic + " partition " + partition);
      return;
    }
    underWay.add(
        new UnderWay(
            letter.address(),
            key,
            producer.send(new ProducerRecord<>(topic, partition, letter.key(), letter.value()))));
    if (underWay.size() >= MOST_UNDER_WAY) {
      settle();
    }
  }

  private void settle(UnderWay one) throws InterruptedException {
    try {
      RecordMetadata at = one.written().get();
      report.replayed(
          one.address(), one.what(), "%s %d:%d".formatted(at.topic(), at.partition(), at.offset()));
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RetriableException) {
        throw new CommandFailedException(
            "Kafka does not acknowledge letter %s: %s. Replay again once it answers; what was written twice changes nothing"
                .formatted(one.address(), e.getCause().getMessage()),
            e);
      }
      report.refused(one.address(), "Kafka refuses it: " + e.getCause().getMessage());
    }
  }

  private static String digest(Letter letter) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(letter.content().getTopic().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(Integer.toString(letter.key().length).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(letter.key());
      digest.update(letter.value());
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
