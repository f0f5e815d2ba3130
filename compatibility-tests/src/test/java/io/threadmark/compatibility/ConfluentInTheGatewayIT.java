package io.threadmark.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.gateway.Gateway;
import io.threadmark.schema.settings.Settings;
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
    try (FlakyRegistry registry = new FlakyRegistry(cluster.registry())) {
      registry.behave(FlakyRegistry.GONE);
      try (Gateway gateway = gateway(cluster, registry)) {
        Api api = new Api("http://127.0.0.1:" + gateway.port(), "anyone");
        awaitReason(api, "Unexpected end of file");
        for (int status : new int[] {409, 401, 503, 520}) {
          registry.behave(
              status, "{\"error_code\":%1$d,\"message\":\"told %1$d\"}".formatted(status));
          awaitReason(api, "told " + status);
        }
        registry.behave(FlakyRegistry.WELL);
        Await.until("it is ready", () -> api.status("/readyz") == 200);
        api.post("{\"type\":\"feedback\",\"thread_id\":\"th\",\"value\":true}");
      }
    }
  }

  private static void awaitReason(Api api, String said) {
    Await.until(
        "the reason is '" + said + "'",
        () -> {
          JsonNode reasons = api.get("/readyz", UNAVAILABLE).get("reasons");
          assertThat(reasons).hasSize(1);
          assertThat(reasons.get(0).asText()).hasSizeLessThan(SHORT);
          return reasons.get(0).asText().contains(said);
        });
  }

  private static Gateway gateway(Cluster cluster, FlakyRegistry registry) {
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
