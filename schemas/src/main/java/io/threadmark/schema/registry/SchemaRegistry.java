package io.threadmark.schema.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaParseException;

/**
 * A client of the Confluent Schema Registry REST API, which many registries speak. Ids and schemas
 * never change once given, so both are cached for good.
 *
 * @see <a href="https://docs.confluent.io/platform/current/schema-registry/develop/api.html">the
 *     API</a>
 */
public final class SchemaRegistry {
  /** One or more base addresses between commas; the next is asked where one does not answer. */
  public static final String URL_CONFIG = "schema.registry.url";

  /** {@code user:password} for HTTP basic authentication. */
  public static final String USER_INFO_CONFIG = "basic.auth.user.info";

  /** Every version of a schema reads what any other wrote. */
  public static final String FULL_TRANSITIVE = "FULL_TRANSITIVE";

  private static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";
  private static final int NOT_FOUND = 404;
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final List<String> addresses;
  private final String authorization;
  private final HttpClient http;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<String, Map<Schema, Integer>> ids = new ConcurrentHashMap<>();

  /** A client by a serializer's settings: those named here, and {@code schema.registry.ssl.*}. */
  public SchemaRegistry(Map<String, ?> config) {
    Object url = config.get(URL_CONFIG);
    if (url == null || url.toString().isBlank()) {
      throw new IllegalArgumentException(URL_CONFIG + " is not set");
    }
    addresses = new ArrayList<>();
    for (String address : url.toString().split(",", -1)) {
      addresses.add(address.strip().replaceAll("/+$", ""));
    }
    Object userInfo = config.get(USER_INFO_CONFIG);
    authorization =
        userInfo == null
            ? null
            : "Basic "
                + Base64.getEncoder()
                    .encodeToString(userInfo.toString().getBytes(StandardCharsets.UTF_8));
    HttpClient.Builder builder =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT);
    if (addresses.stream().anyMatch(address -> address.startsWith("https:"))) {
      builder.sslContext(RegistryTls.context(config));
    }
    http = builder.build();
  }

  /**
   * The id of a schema under a subject, registering it where it is new.
   *
   * @throws RegistryRefusedException where it is incompatible with what the subject holds
   * @throws RegistryUnavailableException where no registry answers
   */
  public int register(String subject, Schema schema) {
    Map<Schema, Integer> known = ids.computeIfAbsent(subject, s -> new ConcurrentHashMap<>());
    Integer id = known.get(schema);
    if (id == null) {
      ObjectNode body = JSON.createObjectNode().put("schema", schema.toString());
      JsonNode answer = call("POST", "/subjects/" + encode(subject) + "/versions", body);
      id = intField(answer, "id");
      known.put(schema, id);
      schemas.putIfAbsent(id, schema);
    }
    return id;
  }

  /**
   * The schema of an id.
   *
   * @throws RegistryRefusedException with status 404 where the registry does not know it
   * @throws RegistryUnavailableException where no registry answers
   */
  public Schema byId(int id) {
    Schema schema = schemas.get(id);
    if (schema == null) {
      JsonNode answer = call("GET", "/schemas/ids/" + id, null);
      try {
        schema = new Schema.Parser().parse(answer.path("schema").asText());
      } catch (SchemaParseException e) {
        throw new RegistryRefusedException(
            200, "schema " + id + " of the registry is not Avro: " + e.getMessage());
      }
      schemas.put(id, schema);
    }
    return schema;
  }

  /**
   * Sets which changes of a subject's schema the registry lets pass, such as FULL_TRANSITIVE. Where
   * another process does the same at this moment, that is as good.
   */
  public void setCompatibility(String subject, String level) {
    if (level.equals(compatibility(subject))) {
      return;
    }
    try {
      ObjectNode body = JSON.createObjectNode().put("compatibility", level);
      call("PUT", "/config/" + encode(subject), body);
    } catch (RegistryRefusedException e) {
      // Apicurio answers 409 to the slower of two that set it for the first time.
      if (!level.equals(compatibility(subject))) {
        throw e;
      }
    }
  }

  /** A subject's own level of compatibility; null where it has none. */
  private String compatibility(String subject) {
    try {
      JsonNode level = call("GET", "/config/" + encode(subject), null).get("compatibilityLevel");
      return level == null ? null : level.asText();
    } catch (RegistryRefusedException e) {
      if (e.status() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private JsonNode call(String method, String path, JsonNode body) {
    RegistryUnavailableException last = null;
    for (String address : addresses) {
      try {
        return call(address, method, path, body);
      } catch (RegistryUnavailableException e) {
        last = e;
      }
    }
    throw last;
  }

  private JsonNode call(String address, String method, String path, JsonNode body) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(TIMEOUT)
            .header("Accept", CONTENT_TYPE)
            .header("Content-Type", CONTENT_TYPE)
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
      return read(address, response);
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "the schema registry at " + address + " does not answer: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RegistryUnavailableException("interrupted while asking the schema registry", e);
    }
  }

  private static JsonNode read(String address, HttpResponse<String> response) {
    int status = response.statusCode();
    if (status >= 400 && status < 500 && status != 408 && status != 429) {
      throw new RegistryRefusedException(
          status, "the schema registry refused (" + status + "): " + message(response.body()));
    }
    if (status < 200 || status >= 300) {
      throw new RegistryUnavailableException(
          "the schema registry at " + address + " answered " + status);
    }
    try {
      return JSON.readTree(response.body());
    } catch (IOException e) {
      throw new RegistryUnavailableException(
          "the schema registry at " + address + " answered something that is not JSON", e);
    }
  }

  private static String message(String body) {
    try {
      JsonNode message = JSON.readTree(body).get("message");
      return message == null ? "no reason given" : message.asText();
    } catch (IOException e) {
      return "no reason given";
    }
  }

  private static int intField(JsonNode answer, String field) {
    JsonNode value = answer.get(field);
    if (value == null || !value.canConvertToInt()) {
      throw new RegistryUnavailableException("the schema registry's answer has no " + field);
    }
    return value.intValue();
  }

  private static String encode(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
