package io.threadmark.standalone.project;

import com.fasterxml.jackson.databind.JsonNode;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cluster.GatewayClient;
import io.threadmark.standalone.cluster.GatewayClient.Request;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Reads and puts the settings of a project; repeats what may succeed later. */
final class ProjectClient {
  private static final String PATH = "/api/v1/project";

  private final GatewayClient gateway;

  /**
   * @param gateway the gateway's base address
   * @param key the API key, where the gateway wants one
   * @param project the project, where the key does not decide it
   * @param patience how long to repeat a request
   */
  ProjectClient(URI gateway, Optional<String> key, Optional<String> project, Duration patience) {
    this.gateway = new GatewayClient(gateway, key, project, patience);
  }

  /**
   * The settings as they are.
   *
   * @throws CommandFailedException where they cannot be had
   */
  JsonNode get() throws InterruptedException {
    return gateway.ask(Request.of("GET", PATH));
  }

  /**
   * Puts settings, whole.
   *
   * @return the settings as they are now
   * @throws CommandFailedException saying by its path what is wrong with them, or why they cannot
   *     be put
   */
  JsonNode put(byte[] settings) throws InterruptedException {
    return gateway.ask(new Request("PUT", PATH, Map.of(), settings));
  }
}
