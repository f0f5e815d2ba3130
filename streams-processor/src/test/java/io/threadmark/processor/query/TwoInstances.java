package io.threadmark.processor.query;

import io.threadmark.processor.cluster.Ownership;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.export.HeldCuts;
import io.threadmark.processor.index.RowsIndex;
import io.threadmark.processor.query.http.Allowance;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.topology.KeptRows;
import io.threadmark.schema.Key;
import io.threadmark.schema.ReceiptKeys;
import io.threadmark.schema.project.ProjectHeader;
import io.threadmark.schema.project.Projects;
import io.threadmark.schema.settings.InternalSecret;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.apache.kafka.streams.state.HostInfo;

/** Two instances that share {@link KeptRows}: each has one of the partitions. */
final class TwoInstances implements AutoCloseable {
  static final ReceiptKeys KEYS = ReceiptKeys.ofText("signs receipts in tests");
  static final long MEMORY_BYTES = 16 * 1024 * 1024;
  private static final String HOST = "127.0.0.1";

  /** Questions to another instance that were asked from within a scan. */
  final List<PeerCalls.Question> askedWithinAScan = new CopyOnWriteArrayList<>();

  /** What requests to either of them may hold. */
  final Allowance memory = new Allowance(MEMORY_BYTES);

  private final KeptRows kept = new KeptRows();

  /** Of what each of them has, and of nothing else. */
  private final List<RowsIndex> indexes =
      IntStream.range(0, KeptRows.PARTITIONS)
          .mapToObj(
              partition ->
                  new RowsIndex(Map.of(partition, kept.rows(StateStores.THREADS, partition))))
          .toList();

  private final List<HeldCuts> cuts =
      IntStream.range(0, KeptRows.PARTITIONS)
          .mapToObj(partition -> new HeldCuts(HeldCuts.Limits.DEFAULT))
          .toList();

  private final ThreadLocal<Integer> openScans = ThreadLocal.withInitial(() -> 0);
  private final List<QueryServer> servers;
  private final List<HostInfo> hosts;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  TwoInstances(WorkerPool.Size poolSize) {
    this(poolSize, List.of(InternalSecret.NONE, InternalSecret.NONE), calls -> calls);
  }

  /**
   * @param poolSize of each pool
   * @param secrets of each instance
   * @param wayOfTheFirst how the first instance asks the second
   */
  TwoInstances(
      WorkerPool.Size poolSize,
      List<InternalSecret> secrets,
      UnaryOperator<PeerCalls> wayOfTheFirst) {
    WorkerPools.Sizes sizes = new WorkerPools.Sizes(poolSize, poolSize, poolSize, poolSize);
    servers =
        secrets.stream().map(secret -> QueryServer.listen(HOST, 0, secret, sizes, memory)).toList();
    hosts = servers.stream().map(server -> new HostInfo(HOST, server.port())).toList();
    servers.get(0).serve(source(0, wayOfTheFirst.apply(servers.get(0).peerCalls())));
    servers.get(1).serve(source(1, servers.get(1).peerCalls()));
  }

  private Queries.Source source(int instance, PeerCalls calls) {
    return new Queries.Source(
        new Shared(),
        (peer, question, deadline) -> {
          if (openScans.get() > 0) {
            askedWithinAScan.add(question);
          }
          return calls.ask(peer, question, deadline);
        },
        Projects.UNSET,
        () -> KEYS,
        KeptRows.HASHES,
        indexes.get(instance),
        cuts.get(instance),
        hosts.get(instance),
        Duration.ofDays(7),
        Clock.systemUTC());
  }

  /** A receipt for everything. */
  String receipt() {
    return KEYS.sign(kept.receipt());
  }

  /** The numbers of the things whose key a partition has; the partition is that of an instance. */
  List<Integer> erasuresOf(int instance) {
    return IntStream.range(0, KeptRows.THINGS)
        .filter(i -> kept.partition(Key.erasure(KeptRows.PROJECT, "e-thread" + i)) == instance)
        .boxed()
        .toList();
  }

  HttpRequest.Builder to(int instance, String path) {
    String base = "http://" + HOST + ":" + servers.get(instance).port();
    return HttpRequest.newBuilder(URI.create(base + path))
        .header(ProjectHeader.NAME, KeptRows.PROJECT)
        .timeout(Duration.ofSeconds(60));
  }

  CompletableFuture<HttpResponse<String>> send(HttpRequest.Builder request) {
    return http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  CompletableFuture<HttpResponse<String>> get(int instance, String path) {
    return send(to(instance, path));
  }

  @Override
  public void close() {
    servers.forEach(QueryServer::close);
    cuts.forEach(HeldCuts::close);
    indexes.forEach(RowsIndex::close);
  }

  private final class Shared implements Ownership {
    @Override
    public int partitions() {
      return KeptRows.PARTITIONS;
    }

    @Override
    public Place of(String store, Key key) {
      return of(store, kept.partition(key));
    }

    @Override
    public Place of(String store, int partition) {
      return new Place(hosts.get(partition), partition);
    }

    @Override
    public Rows rows(String store, int partition) {
      return new ScansNoted(kept.rows(store, partition));
    }
  }

  /** Notes on which threads a scan is open. */
  private final class ScansNoted implements Rows {
    private final Rows rows;

    ScansNoted(Rows rows) {
      this.rows = rows;
    }

    @Override
    public byte[] get(byte[] key) {
      return rows.get(key);
    }

    @Override
    public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
      openScans.set(openScans.get() + 1);
      try {
        rows.scan(from, to, direction, visitor);
      } finally {
        openScans.set(openScans.get() - 1);
      }
    }
  }
}
