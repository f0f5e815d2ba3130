package io.threadmark.gateway.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.gateway.access.Admission;
import io.threadmark.gateway.access.OpenAccess;
import io.threadmark.gateway.door.project.SettingsHandler;
import io.threadmark.gateway.http.Address;
import io.threadmark.gateway.refusal.ErrorCode;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the contract says and what the gateway does are the same. */
class ContractTest {
  private static final Pattern LINE = Pattern.compile("( *)(- )?([^:#]+?)(?::(?: (.*))?)?");

  /** Places in the contract, such as {@code paths//livez/get}, and what stands there. */
  private static final Map<String, String> PLACES = new TreeMap<>();

  @BeforeAll
  static void read() throws IOException {
    String text;
    try (var in = ContractTest.class.getResourceAsStream("/io/threadmark/gateway/openapi.yaml")) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    List<String> path = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher parts = LINE.matcher(line);
      if (parts.matches() && !line.isBlank()) {
        int depth = parts.group(1).length() / 2;
        path = new ArrayList<>(path.subList(0, Math.min(depth, path.size())));
        path.add(parts.group(3));
        PLACES.put(String.join("/", path), parts.group(4) == null ? "" : parts.group(4));
      }
    }
  }

  @Test
  void every_address_stands_in_it_with_its_methods() {
    Routes routes =
        new Routes(
            new Admission(new OpenAccess()),
            null,
            new SettingsHandler(null, null, null, null, null),
            null,
            new Health(null, null),
            List.of());
    for (Address address : routes.addresses()) {
      if (!address.path().endsWith("*")) {
        String path = address.path().replaceAll(":(\\w+)", "{$1}");
        for (HttpMethod method : address.methods().keySet()) {
          if (!method.equals(HttpMethod.HEAD)) {
            assertThat(PLACES)
                .containsKey("paths/" + path + "/" + method.name().toLowerCase(Locale.ROOT));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "TraceEvent, io.threadmark.gateway.event.TraceReader",
    "ThreadMessage, io.threadmark.gateway.event.MessageReader",
    "ThreadEvent, io.threadmark.gateway.event.ThreadFactsReader",
    "FeedbackEvent, io.threadmark.gateway.event.FeedbackReader",
    "ProjectSettings, io.threadmark.gateway.project.ProjectSettings"
  })
  void every_field_of_an_event_stands_in_it(String schema, String reader)
      throws ReflectiveOperationException {
    var known = Class.forName(reader).getDeclaredField("KNOWN");
    known.setAccessible(true);

    assertThat(propertiesOf(schema)).isEqualTo(known.get(null));
  }

  @Test
  void a_thread_document_is_a_thread_event_with_messages() {
    List<String> fields = new ArrayList<>(propertiesOf("ThreadEvent"));
    fields.add("messages");

    assertThat(propertiesOf("ThreadDocument")).containsExactlyInAnyOrderElementsOf(fields);
  }

  /** A header of one value that is given twice is refused at every door. */
  @Test
  void everyAddressOfTheApiMayAnswer400() {
    List<String> answers =
        PLACES.keySet().stream()
            .filter(place -> place.matches("paths//api/.*/(get|post|put|delete)/responses"))
            .filter(place -> !PLACES.get(place).startsWith("*"))
            .toList();

    assertThat(answers).hasSizeGreaterThan(10);
    assertThat(answers).allSatisfy(place -> assertThat(PLACES).containsKey(place + "/'400'"));
  }

  @Test
  void every_error_code_stands_in_it() {
    String start = "components/schemas/ErrorCode/enum/";

    assertThat(PLACES.keySet().stream().filter(place -> place.startsWith(start)))
        .extracting(place -> place.substring(start.length()))
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ErrorCode.values()).map(ErrorCode::word).toList());
  }

  private static Set<String> propertiesOf(String schema) {
    String start = "components/schemas/" + schema + "/properties/";
    Set<String> names = new TreeSet<>();
    for (String place : PLACES.keySet()) {
      if (place.startsWith(start)) {
        names.add(place.substring(start.length()).split("/", -1)[0]);
      }
    }
    return names;
  }
}
