package io.threadmark.processor.query.feedback;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.feedback.rows.FeedbackListing.Entry;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A page of a list of feedback, or the part of it that one partition has: the newest first.
 *
 * @param reached the place behind which nothing was looked at; null where all was
 */
public record FeedbackPage(List<Row> rows, Position reached) {

  /** A place in the list: creation in microseconds, then id. Newer places come first. */
  record Position(long createdAt, String id) {
    static final Comparator<Position> NEWEST_FIRST =
        Comparator.comparingLong(Position::createdAt)
            .thenComparing(place -> place.id.getBytes(UTF_8), Arrays::compareUnsigned)
            .reversed();

    static Position of(Entry entry) {
      return new Position(entry.createdAt(), entry.feedbackId());
    }

    /**
     * @throws RequestProblem where it is none
     */
    static Position read(String text) {
      if (text == null) {
        return null;
      }
      try {
        ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
        long createdAt = bytes.getLong();
        String id = UTF_8.decode(bytes).toString();
        if (!id.isEmpty() && id.indexOf('\0') < 0) {
          return new Position(createdAt, id);
        }
      } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
        // said below
      }
      throw RequestProblem.invalid("cursor", "must be the next_cursor of the page before");
    }

    /** As a cursor. */
    @Override
    public String toString() {
      byte[] name = id.getBytes(UTF_8);
      byte[] bytes =
          ByteBuffer.allocate(Long.BYTES + name.length).putLong(createdAt).put(name).array();
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
  }

  /** A piece of feedback and its place. */
  record Row(Position place, ObjectNode view) {}

  /** The first rows of several pages of one list. */
  static FeedbackPage merge(List<FeedbackPage> pages, int size) {
    Position reached =
        pages.stream()
            .map(FeedbackPage::reached)
            .filter(java.util.Objects::nonNull)
            .min(Position.NEWEST_FIRST)
            .orElse(null);
    List<Row> rows = new ArrayList<>();
    Set<String> seen = new HashSet<>(); // while feedback moves, two refs may have it
    pages.stream()
        .flatMap(page -> page.rows.stream())
        .filter(row -> reached == null || !isBehind(row.place, reached))
        .sorted(Comparator.comparing(Row::place, Position.NEWEST_FIRST))
        .filter(row -> seen.add(row.place.id))
        .forEach(rows::add);
    if (rows.size() <= size) {
      return new FeedbackPage(rows, reached);
    }
    List<Row> first = rows.subList(0, size);
    return new FeedbackPage(List.copyOf(first), first.get(size - 1).place);
  }

  /** As clients see it. */
  public ObjectNode view() {
    ObjectNode view = Views.object();
    ArrayNode array = view.putArray("rows");
    rows.forEach(row -> array.add(row.view));
    if (reached != null) {
      view.put("next_cursor", reached.toString());
    }
    return view;
  }

  /** As instances tell it to each other. */
  public ObjectNode part() {
    ObjectNode part = view();
    ArrayNode places = part.putArray("places");
    rows.forEach(row -> places.add(row.place.toString()));
    return part;
  }

  static FeedbackPage read(JsonNode part) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < part.get("rows").size(); i++) {
      Position place = Position.read(part.get("places").get(i).asText());
      rows.add(new Row(place, (ObjectNode) part.get("rows").get(i)));
    }
    JsonNode reached = part.get("next_cursor");
    return new FeedbackPage(rows, reached == null ? null : Position.read(reached.asText()));
  }

  private static boolean isBehind(Position place, Position other) {
    return Position.NEWEST_FIRST.compare(place, other) > 0;
  }
}
