package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonBoolean;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The attributes of a span, to be asked for by what they mean. */
public final class Attributes {

  /**
   * An attribute that was found.
   *
   * @param name the attribute; null where the value is spread over several
   * @param value a list or object also where it came as the text of one
   */
  public record Found(String name, Json value) {}

  private static final Set<Meaning> ALSO_OF_THE_RESOURCE =
      EnumSet.of(Meaning.CLIENT_REQUEST, Meaning.VERSION, Meaning.SERVICE, Meaning.ENVIRONMENT);

  private static final Set<Meaning> ALSO_OF_AN_EXCEPTION =
      EnumSet.of(Meaning.ERROR_TYPE, Meaning.ERROR_MESSAGE);

  private final SpanData span;
  private final JsonObject own;

  /** What texts spell, each read once: several meanings may lie in one attribute. */
  private final Map<Json, Json> structures = new IdentityHashMap<>();

  private Attributes(SpanData span) {
    this.span = span;
    Map<String, Json> all = new HashMap<>(EventMessages.of(span.events()));
    span.events().stream()
        .filter(event -> event.name().startsWith("gen_ai."))
        .forEach(event -> event.attributes().members().forEach(all::putIfAbsent));
    if (all.isEmpty()) {
      own = span.attributes();
    } else {
      span.attributes().members().forEach((name, value) -> putIfSaid(all, name, value));
      own = new JsonObject(all);
    }
  }

  private static void putIfSaid(Map<String, Json> all, String name, Json value) {
    if (Members.isSaid(value)) {
      all.put(name, value);
    }
  }

  /** The attributes of a span, with those of its events that tell what was said. */
  public static Attributes of(SpanData span) {
    return new Attributes(span);
  }

  public SpanData span() {
    return span;
  }

  JsonObject own() {
    return own;
  }

  /** What the span says of something, as text; null where it says nothing, or no text. */
  public String text(Meaning meaning) {
    Found found = search(meaning, false);
    if (found == null) {
      return null;
    }
    if (found.value instanceof JsonNumber number) {
      return number.text();
    }
    if (found.value instanceof JsonBoolean bool) {
      return Boolean.toString(bool.value());
    }
    return found.value instanceof JsonText text ? text.value() : null;
  }

  /** What the span says of something; null where it says nothing. */
  public Json value(Meaning meaning) {
    Found found = find(meaning);
    return found == null ? null : found.value;
  }

  /** The same, with the name of the attribute. */
  public Found find(Meaning meaning) {
    return search(meaning, true);
  }

  private Found search(Meaning meaning, boolean structured) {
    Found found = search(own, meaning, structured);
    if (found == null && ALSO_OF_THE_RESOURCE.contains(meaning)) {
      found = search(span.resource(), meaning, structured);
    }
    if (found == null && ALSO_OF_AN_EXCEPTION.contains(meaning)) {
      for (SpanData.SpanEvent event : span.events()) {
        if (event.name().equals("exception")) {
          return search(event.attributes(), meaning, structured);
        }
      }
    }
    return found;
  }

  private Found search(JsonObject attributes, Meaning meaning, boolean structured) {
    for (Map.Entry<Convention, List<Attribute>> column : meaning.columns().entrySet()) {
      for (Attribute attribute : column.getValue()) {
        Json value = value(attributes, attribute);
        if (Members.isSaid(value)) {
          boolean isOne = attribute.form() == Attribute.Form.VALUE;
          return new Found(
              isOne ? attribute.key() : null, read(value, column.getKey(), structured));
        }
      }
    }
    return null;
  }

  private static Json value(JsonObject attributes, Attribute attribute) {
    return switch (attribute.form()) {
      case VALUE -> attributes.members().get(attribute.key());
      case LIST -> Flattened.list(attributes, attribute.key());
      case ENTRIES -> Flattened.entries(attributes, attribute.key());
    };
  }

  /** Our own are never texts of JSON; MLflow's may all be, texts themselves among them. */
  private Json read(Json value, Convention convention, boolean structured) {
    if (convention == Convention.THREADMARK || !(value instanceof JsonText)) {
      return value;
    }
    if (convention == Convention.MLFLOW) {
      Json read = structures.computeIfAbsent(value, EmbeddedJson::structureOrText);
      return structured || read instanceof JsonText ? read : value;
    }
    return structured ? structures.computeIfAbsent(value, EmbeddedJson::structure) : value;
  }
}
