package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.gateway.Gateway;
import io.threadmark.schema.settings.Settings;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.FaultyRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A gateway with Confluent's serializer waits for a registry that is away, and says so in short.
 */
@ExtendWith(Cluster.Shared.class)
class ConfluentInTheGatewayIT {
  private static final int UNAVAILABLE = 503;
  private static final int SHORT = 300;

  @Test
  void itIsNotReadyUntilTheRegistryTakesItsSchemas(Cluster cluster) throws Exception {
    try (FaultyRegistry registry = new FaultyRegistry(cluster.registry())) {
      registry.goAway();
      try (Gateway gateway = gateway(cluster, registry)) {
        Api api = new Api("http://127.0.0.1:" + gateway.port());
        awaitReason(api, "Unexpected end of file");
        for (int status : new int[] {409, 401, 503, 520}) {
          registry.answerAll(
              status, "{\"error_code\":%1$d,\"message\":\"told %1$d\"}".formatted(status));
          awaitReason(api, "told " + status);
        }
        registry.recover();
        Await.until("it is ready", () -> api.get("/readyz").status() == 200);
        api.postEvents("{\"type\":\"feedback\",\"thread_id\":\"th\",\"value\":true}").expect(202);
      }
    }
  }

  private static void awaitReason(Api api, String said) {
    Api.Answer answer =
        Await.untilPresent(
            "the only reason is '" + said + "'",
            () -> {
              Api.Answer found = api.get("/readyz");
              JsonNode reasons = found.json().path("reasons");
              return reasons.size() == 1 && reasons.get(0).asText().contains(said) ? found : null;
            });
    String reason = answer.expect(UNAVAILABLE).json().at("/reasons/0").asText();
    assertThat(reason).hasSizeLessThan(SHORT);
  }

  private static Gateway gateway(Cluster cluster, FaultyRegistry registry) {
    return Gateway.start(
        Settings.of(
            Map.of(
                "kafka.bootstrap.servers",
                cluster.kafka(),
                "topics.partitions",
                Integer.toString(Cluster.PARTITIONS),
                "schema.registry.url",
                registry.url(),
                "schema.registry.max.retries",
                "0",
                "kafka.value.serializer",
                Confluent.SERIALIZER,
                "gateway.port",
                "0")));
  }
}
