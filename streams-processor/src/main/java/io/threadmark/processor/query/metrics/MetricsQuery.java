package io.threadmark.processor.query.metrics;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.OutOfTimeException;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.rollup.rows.Granularity;
import io.threadmark.processor.rollup.rows.PartialReader;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Project;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.state.MetricsAnswer;
import io.threadmark.schema.state.MetricsQuestion;
import io.threadmark.schema.state.RollupFloors;
import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Adds up totals over all partitions. Each instance is asked once, for all partitions that it owns;
 * one that cannot be reached is an error, never a gap.
 */
public final class MetricsQuery {
  /** Where other instances are asked for their part. */
  public static final String PATH = "/internal/v1/metrics";

  public static final RowCodec<MetricsQuestion> QUESTIONS = new RowCodec<>(MetricsQuestion.class);
  public static final RowCodec<MetricsAnswer> ANSWERS = new RowCodec<>(MetricsAnswer.class);

  private static final int MOST_TRIES = 5;

  private final StoreAccess stores;
  private final PeerClient peers;
  private final Projects projects;
  private final Clock clock;
  private final RequestDeadline deadline;

  /**
   * Sums at a time. They compute and wait for nobody: more of them than processors would only
   * hinder each other, and with the locks of the stores that they hold meanwhile, the stream
   * threads.
   */
  private final Semaphore sums;

  private final Holding holding;

  /**
   * @param sums as many permits as there may be sums at a time, for all queries of this instance
   * @param holding is told of the totals
   */
  public MetricsQuery(
      StoreAccess stores,
      PeerClient peers,
      Projects projects,
      Clock clock,
      RequestDeadline deadline,
      Semaphore sums,
      Holding holding) {
    this.stores = stores;
    this.peers = peers;
    this.projects = projects;
    this.clock = clock;
    this.deadline = deadline;
    this.sums = sums;
    this.holding = holding;
  }

  /** What a range of time is cut into, once it is known which windows are kept. */
  public interface Cut {
    TimeRange of(RollupFloors floors);
  }

  /** Totals, and the range of time that they are of. */
  public record Found(TimeRange range, MetricsAnswer answer) {}

  /**
   * Finds totals.
   *
   * @param blank what is asked, without partitions and windows
   * @throws NotAvailableException where a partition cannot be reached
   */
  public Found find(MetricsQuestion blank, Cut cut) {
    RollupFloors floors = floors(blank.getProjectId());
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      TimeRange range = cut.of(floors);
      MetricsQuestion question = MetricsQuestion.newBuilder(blank).build();
      question.setFloors(floors);
      question.setRanges(range.windows());
      Sum sum = new Sum(question);
      ask(question, sum);
      if (sum.highest.equals(floors)) {
        return new Found(range, sum.answer());
      }
      floors = sum.highest; // they were kept for a shorter time once, or a clock goes ahead
    }
    throw new NotAvailableException("partitions do not agree on the windows that they keep");
  }

  /** The part of the partitions that are here. */
  public MetricsAnswer local(MetricsQuestion question) {
    List<Rows> rows = new ArrayList<>();
    for (int partition : question.getPartitions()) {
      rows.add(stores.localRows(StateStores.PARTIALS, partition));
    }
    awaitTurn();
    try {
      return PartialReader.answer(question, rows, holding);
    } finally {
      sums.release();
    }
  }

  private void awaitTurn() {
    try {
      if (!sums.tryAcquire(deadline.remainingMs(), TimeUnit.MILLISECONDS)) {
        throw new OutOfTimeException("too many metrics are added up at the moment");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NotAvailableException("stopping", e);
    }
  }

  /** Answers are added one at a time, so that no two are in memory as objects. */
  private void ask(MetricsQuestion blank, Sum sum) {
    Map<HostInfo, List<Integer>> owners = new LinkedHashMap<>();
    for (int partition = 0; partition < stores.partitions(); partition++) {
      owners
          .computeIfAbsent(
              stores.owner(StateStores.PARTIALS, partition), owner -> new ArrayList<>())
          .add(partition);
    }
    Map<HostInfo, Future<Answer>> asked = new LinkedHashMap<>();
    owners.forEach(
        (owner, partitions) -> {
          if (!stores.isHere(owner)) {
            byte[] question = QUESTIONS.write(of(blank, partitions));
            asked.put(owner, peers.begin(owner, Question.post(PATH, question)));
          }
        });
    owners.forEach(
        (owner, partitions) -> {
          if (stores.isHere(owner)) {
            sum.add(local(of(blank, partitions)));
          }
        });
    asked.forEach((owner, answer) -> sum.add(read(owner, peers.await(answer))));
  }

  private MetricsAnswer read(HostInfo owner, Answer answer) {
    if (answer.status() != 200) {
      throw PeerClient.unexpected(owner, answer.status());
    }
    holding.add(answer.body().length + PartialReader.heldBytes(answer.body().length));
    return ANSWERS.read(answer.body());
  }

  private static MetricsQuestion of(MetricsQuestion blank, List<Integer> partitions) {
    MetricsQuestion question = MetricsQuestion.newBuilder(blank).build();
    question.setPartitions(partitions);
    return question;
  }

  private RollupFloors floors(String projectId) {
    Project project = projects.of(projectId);
    long now = Micros.of(clock.instant());
    return new RollupFloors(
        Granularity.MINUTE.earliest(project, now),
        Granularity.HOUR.earliest(project, now),
        Granularity.DAY.earliest(project, now));
  }

  /** What all partitions have, and the highest floors that any of them knows. */
  private static final class Sum {
    private final PartialReader.Sum totals;
    private RollupFloors highest;

    Sum(MetricsQuestion question) {
      totals = PartialReader.sum(question);
      highest = question.getFloors();
    }

    void add(MetricsAnswer answer) {
      totals.add(answer);
      RollupFloors told = answer.getFloors();
      if (told != null) {
        highest =
            new RollupFloors(
                Math.max(highest.getMinute(), told.getMinute()),
                Math.max(highest.getHour(), told.getHour()),
                Math.max(highest.getDay(), told.getDay()));
      }
    }

    MetricsAnswer answer() {
      MetricsAnswer answer = totals.answer();
      if (answer.getTooMany()) {
        throw RequestProblem.invalid(
            "after", "leads to too many totals: ask for a shorter range, or for fewer groups");
      }
      return answer;
    }
  }
}
