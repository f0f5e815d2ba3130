package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.Gateway;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BrokerProcess;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Between the gateway and its broker is a link that is slow, or on which nothing moves. */
@Alone
@ExtendWith(SharedRegistry.class)
class SlowKafkaIT {
  private static final int CLIENTS = 32;
  private static final Duration PACE = Duration.ofMillis(50);

  private BrokerProcess kafka;
  private Gateway gateway;
  private Api api;

  @BeforeEach
  void start(@TempDir Path folder) {
    kafka = new BrokerProcess(folder);
    kafka.start();
    ApplicationTopics.create(kafka.bootstrapServers(), FaultSettings.PARTITIONS);
    gateway =
        Gateway.start(
            FaultSettings.of("127.0.0.1:" + kafka.link().port()).with(FaultSettings.ofProducer()));
    api = new Api("http://127.0.0.1:" + gateway.port());
    Await.until("the gateway is ready", () -> api.get("/readyz").status() == 200);
  }

  @AfterEach
  void stop() {
    kafka.link().release();
    if (gateway != null) {
      gateway.close();
    }
    kafka.close();
  }

  @Test
  void whatIsInHandStaysBoundedWhenAcknowledgementsAreSlowAndWhenTheyStop() throws Exception {
    Duration delay = Duration.ofMillis(300);
    kafka.link().delayAnswers(delay);
    try (Load load = new Load(api, 4, PACE)) {
      Await.until("posts are acknowledged", () -> bounded() && load.acknowledged() >= 12);
      load.finish();
      assertThat(load.requests())
          .allSatisfy(
              request -> {
                Load.Outcome last = request.outcomes().get(request.outcomes().size() - 1);
                assertThat(last.took()).isGreaterThanOrEqualTo(delay);
              });
    }
    kafka.link().delayAnswers(Duration.ZERO);
    try (Load load = new Load(api, CLIENTS, PACE)) {
      Await.until("posts are acknowledged", () -> bounded() && load.acknowledged() > CLIENTS);
      kafka.link().stall();
      for (String code : new String[] {"overloaded", "unavailable"}) {
        Await.until("posts are answered " + code, () -> bounded() && wasAnswered(load, code));
      }
      int before = load.acknowledged();
      kafka.link().release();
      Await.until("posts are acknowledged again", () -> load.acknowledged() > before + CLIENTS);
      load.finish();
      load.assertAnsweredWithin(FaultSettings.ANSWERED_WITHIN);
      load.assertStored(StoredMessages.copies(kafka.bootstrapServers()));
    }
    assertThat(GatewayMetrics.inFlightBytes(api)).isZero();
  }

  private boolean bounded() {
    assertThat(GatewayMetrics.inFlightBytes(api))
        .isLessThanOrEqualTo(FaultSettings.IN_FLIGHT_LIMIT);
    return true;
  }

  private static boolean wasAnswered(Load load, String code) {
    return load.requests().stream()
        .flatMap(request -> request.outcomes().stream())
        .anyMatch(outcome -> outcome.code().equals(code));
  }
}
