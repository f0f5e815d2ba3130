package io.threadmark.gateway.span;

import io.threadmark.gateway.json.EmbeddedJson;
import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.ArrayList;
import java.util.List;

/**
 * A judgement that a span carries, as OpenInference has it.
 *
 * @param path how its attributes begin
 * @param about what it is a judgement on
 * @param ofEvaluator whether the span that carries it made it, so that it is about another one
 * @param name what was judged
 * @param score null for none
 * @param label null for none
 * @param explanation null for none
 * @param kind who judged: HUMAN, LLM, CODE or another word; null where that is not told
 * @param identifier tells several judgements of a name from each other; null for none
 * @param metadata null for none
 */
public record Judgement(
    String path,
    About about,
    boolean ofEvaluator,
    String name,
    JsonNumber score,
    String label,
    String explanation,
    String kind,
    String identifier,
    JsonObject metadata) {

  /** What a judgement may be about. */
  public enum About {
    SPAN(""),
    TRACE("trace."),
    SESSION("session.");

    private final String prefix;

    About(String prefix) {
      this.prefix = prefix;
    }
  }

  private static final String ANNOTATION = "annotation";
  private static final String EVALUATION = "evaluation";

  /** The judgements that a span carries; those without a name, or that say nothing, are none. */
  public static List<Judgement> of(JsonObject attributes) {
    List<Judgement> found = new ArrayList<>();
    for (About about : About.values()) {
      for (String word : List.of(ANNOTATION, EVALUATION)) {
        String prefix = about.prefix + word + "s.";
        JsonList list = Flattened.list(attributes, prefix);
        for (int i = 0; list != null && i < list.items().size(); i++) {
          add(found, about, prefix + i, word, list.items().get(i));
        }
      }
    }
    return found;
  }

  private static void add(List<Judgement> found, About about, String path, String word, Json item) {
    JsonObject judged = item instanceof JsonObject object ? Members.object(object, word) : null;
    String name = judged == null ? null : Members.text(judged, "name");
    if (name == null) {
      return;
    }
    Json metadata = EmbeddedJson.structure(Members.first(judged, "metadata"));
    Judgement judgement =
        new Judgement(
            path + "." + word,
            about,
            word.equals(EVALUATION),
            name,
            Members.first(judged, "score") instanceof JsonNumber score ? score : null,
            Members.text(judged, "label"),
            textOnly(Members.first(judged, "explanation")),
            Members.text(judged, "annotator_kind"),
            Members.text(judged, "identifier"),
            metadata instanceof JsonObject object ? object : null);
    boolean saysSomething =
        judgement.score != null || judgement.label != null || judgement.explanation != null;
    if (saysSomething) {
      found.add(judgement);
    }
  }

  private static String textOnly(Json value) {
    return value instanceof JsonText text ? text.value() : null;
  }
}
