package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BrokerProcess;
import io.threadmark.testkit.Distribution;
import io.threadmark.testkit.FreePort;
import io.threadmark.testkit.RoleProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/**
 * A gateway is told to end (SIGTERM) while clients post. Every request that it took in has its
 * answer before the process ends, so a request without an answer was not taken: nothing of it is
 * stored. Sent again to the next gateway, with the same ids, it is stored once.
 */
@Alone
@ExtendWith(SharedRegistry.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GatewayStopIT {
  private static final int CLIENTS = 16;

  private final int port = FreePort.any();
  private BrokerProcess kafka;

  @BeforeAll
  void start(@TempDir Path folder) {
    kafka = new BrokerProcess(folder);
    kafka.start();
    ApplicationTopics.create(kafka.bootstrapServers(), FaultSettings.PARTITIONS);
  }

  @AfterAll
  void stop() {
    kafka.close();
  }

  @Test
  void noOutcomeIsUnknownAfterSigterm(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    try (RoleProcess first = RoleProcess.start(folder, "gateway", port, settings()).awaitReady();
        Load load = new Load(new Api(first.url()), CLIENTS, Duration.ofMillis(5))) {
      Await.until("requests are acknowledged", () -> load.acknowledged() > 20 * CLIENTS);
      first.terminate();
      Await.until("the gateway is gone", () -> load.unanswered() == CLIENTS);
      assertUnansweredAreNotStored(load);
      try (RoleProcess second =
          RoleProcess.start(folder, "gateway", port, settings()).awaitReady()) {
        load.releaseUnanswered();
        Await.until("requests are acknowledged", () -> load.acknowledged() > 40 * CLIENTS);
        load.finish();
        assertThat(second.url()).isEqualTo(first.url());
      }
      load.assertStored(StoredMessages.copies(kafka.bootstrapServers()));
    }
  }

  @Test
  void whatKafkaDoesNotTakeIsAnsweredBeforeTheEnd(@TempDir Path folder) throws Exception {
    Distribution.install(folder);
    try (RoleProcess gateway = RoleProcess.start(folder, "gateway", port, settings()).awaitReady();
        Load load = new Load(new Api(gateway.url()), CLIENTS, Duration.ofMillis(200))) {
      Await.until("requests are acknowledged", () -> load.acknowledged() > CLIENTS);
      kafka.pause();
      Await.until(
          "all clients wait for Kafka",
          () -> load.refused() >= CLIENTS && load.waiting() == CLIENTS);
      gateway.terminate();
      Await.until("the gateway is gone", () -> load.unanswered() == CLIENTS);
      kafka.resume();
      load.assertAnsweredWithin(FaultSettings.ANSWERED_WITHIN);
      assertUnansweredAreNotStored(load);
    }
  }

  /** A client whose request has met a gateway that is gone waits with it. */
  private void assertUnansweredAreNotStored(Load load) {
    Map<String, Integer> copies = StoredMessages.copies(kafka.bootstrapServers());
    assertThat(load.requests())
        .filteredOn(Load.Request::neverAnswered)
        .allSatisfy(request -> assertThat(copies).doesNotContainKeys(request.ids()));
  }

  private Map<String, String> settings() {
    Map<String, String> all = FaultSettings.map(kafka.bootstrapServers());
    all.putAll(FaultSettings.ofProducer());
    all.put("gateway.inflight.bytes", "1048576");
    return all;
  }
}
