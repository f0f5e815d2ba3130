package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonList;
import io.threadmark.gateway.json.Json.JsonObject;
import io.threadmark.gateway.json.Json.JsonText;
import io.threadmark.gateway.json.Texts;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The value of a PREFERENCE: {@code candidates} (an id each, or an object with an {@code id} and
 * whatever the application keeps of it, such as {@code content} or {@code trace_id}), the {@code
 * order} in which they were presented where it differs, and either a {@code ranking}, best first,
 * in which a list stands for a tie, or the {@code choice} of one.
 */
final class Preference {
  private static final Set<String> KNOWN = Set.of("candidates", "order", "ranking", "choice");

  private Preference() {}

  static void check(Json value, String path) throws InvalidEvent {
    if (!(value instanceof JsonObject object)) {
      throw InvalidEvent.field(
          path, "must be an object for the kind PREFERENCE, not " + value.described());
    }
    Fields preference = Fields.of(object, path, KNOWN);
    Set<String> candidates = candidates(preference);
    checkOrder(preference, candidates);
    checkRanking(preference, candidates);
    String choice = preference.id("choice");
    boolean ranked = preference.list("ranking") != null;
    if (!ranked && choice == null) {
      throw preference.missing("ranking");
    }
    if (ranked && choice != null) {
      throw new InvalidEvent(
          ErrorCode.CONFLICT, preference.at("choice"), "must not stand beside ranking");
    }
    if (choice != null) {
      checkKnown(choice, candidates, preference.at("choice"));
    }
  }

  private static Set<String> candidates(Fields preference) throws InvalidEvent {
    List<Json> items = preference.list("candidates");
    if (items == null) {
      throw preference.missing("candidates");
    }
    if (items.size() < 2) {
      throw InvalidEvent.field(preference.at("candidates"), "must have at least two items");
    }
    Set<String> ids = new LinkedHashSet<>();
    for (int i = 0; i < items.size(); i++) {
      String path = preference.at("candidates") + "[" + i + "]";
      addOnce(candidateId(items.get(i), path), ids, path);
    }
    return ids;
  }

  private static String candidateId(Json candidate, String path) throws InvalidEvent {
    if (candidate instanceof JsonText id) {
      return Texts.id(id.value(), path);
    }
    if (!(candidate instanceof JsonObject object)) {
      throw InvalidEvent.field(path, "must be an id or an object, not " + candidate.described());
    }
    Json id = object.members().get("id");
    if (id == null) {
      throw new InvalidEvent(ErrorCode.MISSING_FIELD, path + ".id", "is required");
    }
    return Texts.id(Texts.of(id, path + ".id"), path + ".id");
  }

  private static void checkOrder(Fields preference, Set<String> candidates) throws InvalidEvent {
    List<Json> order = preference.list("order");
    if (order == null) {
      return;
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < order.size(); i++) {
      checkPlaced(order.get(i), candidates, seen, preference.at("order") + "[" + i + "]");
    }
    if (seen.size() < candidates.size()) {
      throw InvalidEvent.field(preference.at("order"), "must name every candidate");
    }
  }

  private static void checkRanking(Fields preference, Set<String> candidates) throws InvalidEvent {
    List<Json> ranking = preference.list("ranking");
    if (ranking == null) {
      return;
    }
    if (ranking.isEmpty()) {
      throw InvalidEvent.field(preference.at("ranking"), "must not be empty");
    }
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < ranking.size(); i++) {
      String path = preference.at("ranking") + "[" + i + "]";
      if (ranking.get(i) instanceof JsonList tie) {
        if (tie.items().isEmpty()) {
          throw InvalidEvent.field(path, "must not be empty");
        }
        for (int j = 0; j < tie.items().size(); j++) {
          checkPlaced(tie.items().get(j), candidates, seen, path + "[" + j + "]");
        }
      } else {
        checkPlaced(ranking.get(i), candidates, seen, path);
      }
    }
  }

  private static void checkPlaced(Json place, Set<String> candidates, Set<String> seen, String path)
      throws InvalidEvent {
    String id = Texts.of(place, path);
    checkKnown(id, candidates, path);
    addOnce(id, seen, path);
  }

  private static void checkKnown(String id, Set<String> candidates, String path)
      throws InvalidEvent {
    if (!candidates.contains(id)) {
      throw InvalidEvent.field(path, "must be the id of a candidate");
    }
  }

  private static void addOnce(String id, Set<String> seen, String path) throws InvalidEvent {
    if (!seen.add(id)) {
      throw InvalidEvent.field(path, "names a candidate that is there already");
    }
  }
}
