package io.threadmark.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.oas.OpenApi30;
import io.threadmark.testkit.Api;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.Yaml;

/** The OpenAPI document, and what it says of requests and of their answers. */
final class Contract {
  private static final String NAME = "https://threadmark.io/openapi.json";
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head", "options", "trace");

  /** An operation of the document: {@code GET /api/v1/traces/{trace_id}}. */
  record Operation(String method, String path) {
    boolean isOf(String otherMethod, String actualPath) {
      String pattern = Pattern.compile("\\{\\w+}").matcher(path).replaceAll("[^/]+");
      return method.equals(otherMethod) && actualPath.matches(pattern);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final JsonNode document;
  private final JsonSchemaFactory schemas;

  Contract(String yaml) {
    Object read = new Yaml().load(yaml);
    document = Api.JSON.valueToTree(read);
    // A discriminator is a hint for generators; the validator takes it for a rule of its own, and
    // wrongly where the choice is one of an outer list. What it says, the schemas say themselves.
    document
        .findParents("discriminator")
        .forEach(node -> ((ObjectNode) node).remove("discriminator"));
    schemas =
        JsonSchemaFactory.getInstance(
            SpecVersion.VersionFlag.V7,
            builder ->
                builder
                    .metaSchema(OpenApi30.getInstance())
                    .defaultMetaSchemaIri(OpenApi30.getInstance().getIri())
                    .schemaLoaders(loaders -> loaders.schemas(Map.of(NAME, document.toString()))));
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      for (String method : names(path.getValue())) {
        if (METHODS.contains(method)) {
          operations.add(new Operation(method.toUpperCase(java.util.Locale.ROOT), path.getKey()));
        }
      }
    }
    return operations;
  }

  /** Every operation with every status: {@code GET /livez 200}. */
  Set<String> outcomes() {
    Set<String> outcomes = new TreeSet<>();
    for (Operation operation : operations()) {
      for (String status : names(document.at(pointer(operation) + "/responses"))) {
        outcomes.add(operation + " " + status);
      }
    }
    return outcomes;
  }

  Operation operation(String method, String pathAndQuery) {
    String path = pathAndQuery.replaceAll("\\?.*", "");
    return operations().stream()
        .filter(operation -> operation.isOf(method, path))
        .min(java.util.Comparator.comparing(operation -> operation.path().contains("{")))
        .orElseThrow(() -> new AssertionError("not in the contract: " + method + " " + path));
  }

  /** The methods of a path; a word in it may also be an id, which has further ones. */
  Set<String> methods(String path) {
    Set<String> methods = new TreeSet<>();
    for (Operation operation : operations()) {
      if (operation.path().equals(path) || operation.isOf(operation.method(), path)) {
        methods.add(operation.method());
      }
    }
    return methods;
  }

  /** What is wrong with a request, by the contract. */
  List<String> faults(Operation operation, Wire.Request request) {
    List<String> faults = new ArrayList<>();
    Set<String> known = new TreeSet<>();
    for (String parameter : parameters(operation)) {
      JsonNode declared = document.at(parameter);
      String name = declared.get("name").asText();
      known.add(name);
      String value = value(declared, operation, request);
      if (value != null) {
        validate(parameter + "/schema", typed(parameter, value), name, faults);
      } else if (declared.path("required").asBoolean()) {
        faults.add(name + " is missing");
      }
    }
    query(request).keySet().stream()
        .filter(name -> !known.contains(name))
        .forEach(name -> faults.add(name + " is not a parameter"));
    String body = follow(pointer(operation) + "/requestBody");
    if (request.body.length > 0 && document.at(body).isMissingNode()) {
      faults.add("there is no body");
    } else if (request.body.length > 0) {
      String type = request.header("Content-Type").replaceAll(";.*", "");
      String content = body + "/content/" + escaped(type);
      if (document.at(content).isMissingNode()) {
        faults.add("no body of type " + type);
      } else if (type.equals("application/json") && request.header("Content-Encoding") == null) {
        validate(content + "/schema", json(request.body), "body", faults);
      }
    }
    return faults;
  }

  /** What is wrong with an answer, by the contract. */
  List<String> faults(Operation operation, Wire.Answer answer) {
    String response = follow(pointer(operation) + "/responses/" + answer.status);
    if (document.at(response).isMissingNode()) {
      return List.of(operation + " does not answer " + answer.status);
    }
    List<String> faults = new ArrayList<>();
    String type = answer.headers.firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    String content = response + "/content/" + escaped(type);
    if (document.at(content).isMissingNode()) {
      faults.add(operation + " does not answer with " + type);
    } else if (type.equals("application/json")) {
      validate(content + "/schema", answer.json(), "body", faults);
      new KnownFields(document).check(content + "/schema", answer.json(), "body", faults);
    }
    for (String header : List.of("Retry-After", "Threadmark-Receipt")) {
      boolean declared = document.at(response + "/headers").has(header);
      if (answer.headers.firstValue(header).isPresent() && !declared) {
        faults.add(operation + " " + answer.status + " has no header " + header);
      }
    }
    return faults;
  }

  private void validate(String pointer, JsonNode value, String at, List<String> faults) {
    JsonSchema schema =
        schemas.getSchema(
            SchemaLocation.of(NAME + "#" + pointer),
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build());
    schema.validate(value).forEach(message -> faults.add(at + message.getMessage()));
  }

  private List<String> parameters(Operation operation) {
    List<String> parameters = new ArrayList<>();
    String path = "/paths/" + escaped(operation.path());
    for (String list : List.of(path + "/parameters", pointer(operation) + "/parameters")) {
      for (int i = 0; i < document.at(list).size(); i++) {
        parameters.add(follow(list + "/" + i));
      }
    }
    return parameters;
  }

  private static String value(JsonNode declared, Operation operation, Wire.Request request) {
    String name = declared.get("name").asText();
    return switch (declared.get("in").asText()) {
      case "header" -> request.header(name);
      case "query" -> query(request).get(name);
      case "path" -> {
        List<String> template = List.of(operation.path().split("/", -1));
        String[] actual = request.path.replaceAll("\\?.*", "").split("/", -1);
        yield decoded(actual[template.indexOf("{" + name + "}")]);
      }
      default -> throw new AssertionError("a parameter in " + declared.get("in"));
    };
  }

  /** A parameter is text; where the contract has something else, it is what it reads as. */
  private JsonNode typed(String parameter, String value) {
    String type = document.at(follow(parameter + "/schema") + "/type").asText();
    if (type.equals("array")) {
      return Api.JSON.valueToTree(value.split(",", -1));
    }
    boolean reads =
        (type.equals("integer") && value.matches("-?\\d+"))
            || (type.equals("boolean") && value.matches("true|false"));
    return reads ? json(value) : TextNode.valueOf(value);
  }

  private static Map<String, String> query(Wire.Request request) {
    Map<String, String> query = new java.util.TreeMap<>();
    String raw = URI.create(request.path).getRawQuery();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        query.put(pair.replaceAll("=.*", ""), decoded(pair.replaceAll("^[^=]*=?", "")));
      }
    }
    return query;
  }

  private String follow(String pointer) {
    JsonNode reference = document.at(pointer).path("$ref");
    return reference.isTextual() ? follow(reference.asText().substring(1)) : pointer;
  }

  private static String pointer(Operation operation) {
    return "/paths/"
        + escaped(operation.path())
        + "/"
        + operation.method().toLowerCase(java.util.Locale.ROOT);
  }

  private static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  private static JsonNode json(String text) {
    return json(text.getBytes(StandardCharsets.UTF_8));
  }

  private static JsonNode json(byte[] text) {
    try {
      return Api.JSON.readTree(text);
    } catch (java.io.IOException e) {
      throw new AssertionError(e);
    }
  }

  private static List<String> names(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
