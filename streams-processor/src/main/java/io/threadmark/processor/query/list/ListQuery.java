package io.threadmark.processor.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.Likeness;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.Question.Order;
import io.threadmark.processor.index.Question.Unit;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.list.ListPart.Asked;
import io.threadmark.processor.query.list.ListPart.AskedRows;
import io.threadmark.processor.query.list.ListPart.Seen;
import io.threadmark.processor.query.list.ListPart.Told;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Lists threads or traces. Whoever hosts a partition finds what it has; the first of all of them
 * are then read where they are. A partition that cannot tell is an error, or is named where a
 * partial list is asked for; never a gap that nobody sees.
 */
public final class ListQuery {
  /** Where other instances are asked what they have. */
  public static final String PATH = "/internal/v1/list";

  /** Where they are asked for rows. */
  public static final String ROWS_PATH = "/internal/v1/list/rows";

  /** Where they are asked how far their indexes are. */
  public static final String SEEN_PATH = "/internal/v1/list/seen";

  private static final int MOST_ALIKE = 5;
  private static final int MOST_FACET_VALUES = 200;

  private final ThreadIndex index;
  private final StoreAccess stores;
  private final PeerClient peers;
  private final RequestDeadline deadline;
  private final Holding holding;

  /**
   * @param holding is told of what is held until it is answered
   */
  public ListQuery(
      ThreadIndex index,
      StoreAccess stores,
      PeerClient peers,
      RequestDeadline deadline,
      Holding holding) {
    this.index = index;
    this.stores = stores;
    this.peers = peers;
    this.deadline = deadline;
    this.holding = holding;
  }

  /**
   * A page of a list, with its count and its facets.
   *
   * @throws NotAvailableException where a partition cannot tell and no partial list is wanted
   */
  public ObjectNode page(ListRequest request) {
    Told told = ask(request);
    List<Place> places = told.found().places();
    List<Place> page =
        places.subList(
            Math.min(request.skip(), places.size()),
            Math.min(request.skip() + request.size(), places.size()));
    ObjectNode view = counted(told);
    ArrayNode rows = view.putArray("rows");
    rows(request, page).forEach(rows::add);
    if (!request.question().facets().isEmpty()) {
      facets(told.found(), view);
    }
    if (places.size() > request.skip() + request.size()) {
      view.put("next_cursor", request.cursorBehind(page.get(page.size() - 1)));
    }
    return view;
  }

  /**
   * Traces whose trace id or client request id is nearly a given one.
   *
   * @throws NotAvailableException as {@link #page}
   */
  public List<JsonNode> alike(String project, String id) {
    Condition nearly = Condition.of(Condition.Subject.TRACE, IndexFields.LIKE, Likeness.of(id));
    var question =
        new io.threadmark.processor.index.Question(
            project,
            Unit.TRACES,
            List.of(nearly),
            null,
            null,
            Order.CREATED,
            true,
            null,
            MOST_ALIKE,
            List.of());
    ListRequest request = new ListRequest(question, 0, MOST_ALIKE, Set.of(), false);
    return rows(request, ask(request).found().places());
  }

  /**
   * How many there are.
   *
   * @throws NotAvailableException as {@link #page}
   */
  public ObjectNode count(ListRequest request) {
    return counted(ask(request));
  }

  private static ObjectNode counted(Told told) {
    ObjectNode view = Views.object();
    view.put("count", told.found().count()).put("count_exact", told.missing().isEmpty());
    if (!told.missing().isEmpty()) {
      view.put("partial", true);
      ArrayNode missing = view.putArray("missing");
      told.missing()
          .forEach(
              (partition, reason) ->
                  missing.addObject().put("partition", partition).put("reason", reason));
    }
    return view;
  }

  /** The most frequent values; where there are more, the field is named. */
  private static void facets(Found found, ObjectNode view) {
    ObjectNode facets = view.putObject("facets");
    List<String> incomplete = new ArrayList<>(found.incomplete());
    found
        .facets()
        .forEach(
            (name, values) -> {
              ObjectNode counts = facets.putObject(name);
              values.entrySet().stream()
                  .sorted(
                      Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                          .thenComparing(Map.Entry.comparingByKey()))
                  .limit(MOST_FACET_VALUES)
                  .forEach(value -> counts.put(value.getKey(), value.getValue()));
              if (values.size() > MOST_FACET_VALUES && !incomplete.contains(name)) {
                incomplete.add(name);
              }
            });
    if (!incomplete.isEmpty()) {
      incomplete.stream().sorted().forEach(view.putArray("facets_truncated")::add);
    }
  }

  /**
   * Where the changelogs end that have all that the stores show now; or, of those whose end is
   * known, up to where lists tell of it already.
   *
   * @param ends what lists are to tell of, by partition; null where that is asked
   * @return the ends; or those that lists do not tell of yet
   * @throws NotAvailableException where a partition cannot tell
   */
  Map<Integer, Long> unseen(Map<Integer, Long> ends) {
    Map<HostInfo, Map<Integer, Long>> owners = new LinkedHashMap<>();
    for (int partition = 0; partition < stores.partitions(); partition++) {
      if (ends == null || ends.containsKey(partition)) {
        owners
            .computeIfAbsent(stores.owner(StateStores.THREADS, partition), none -> new TreeMap<>())
            .put(partition, ends == null ? -1L : ends.get(partition));
      }
    }
    Map<HostInfo, Future<Answer>> asked = new LinkedHashMap<>();
    owners.forEach(
        (owner, of) -> {
          if (!stores.isHere(owner)) {
            byte[] question = ListPart.write(new Seen(of));
            asked.put(owner, peers.begin(owner, Question.post(SEEN_PATH, question)));
          }
        });
    Map<Integer, Long> unseen = new TreeMap<>();
    owners.forEach(
        (owner, of) -> {
          if (stores.isHere(owner)) {
            unseen.putAll(localUnseen(of));
          } else {
            Answer answer = peers.await(asked.get(owner));
            checkAnswer(owner, answer);
            unseen.putAll(ListPart.read(answer.body(), Seen.class).ends());
          }
        });
    return unseen;
  }

  /** The same of partitions of this instance. */
  public byte[] localUnseen(byte[] question) {
    return ListPart.write(
        new Seen(localUnseen(ListPart.readQuestion(question, Seen.class).ends())));
  }

  private Map<Integer, Long> localUnseen(Map<Integer, Long> ends) {
    try {
      Map<Integer, Long> unseen = new TreeMap<>(ends);
      unseen.values().removeIf(end -> end >= 0);
      if (!unseen.isEmpty()) {
        unseen.putAll(index.ends(unseen.keySet(), deadline::check));
      }
      ends.forEach(
          (partition, end) -> {
            if (end >= 0 && !index.sees(partition, end)) {
              unseen.put(partition, end);
            }
          });
      return unseen;
    } catch (IndexNotReadyException e) {
      throw new NotAvailableException(e.getMessage(), e);
    }
  }

  private Told ask(ListRequest request) {
    Map<Integer, String> missing = new TreeMap<>();
    Map<HostInfo, List<Integer>> owners = new LinkedHashMap<>();
    for (int partition = 0; partition < stores.partitions(); partition++) {
      try {
        HostInfo owner = stores.owner(StateStores.THREADS, partition);
        owners.computeIfAbsent(owner, none -> new ArrayList<>()).add(partition);
      } catch (NotAvailableException e) {
        missing.put(partition, e.getMessage());
      }
    }
    Map<HostInfo, Future<Answer>> asked = new LinkedHashMap<>();
    owners.forEach(
        (owner, partitions) -> {
          if (!stores.isHere(owner)) {
            byte[] question = ListPart.write(new Asked(request.question(), partitions));
            asked.put(owner, peers.begin(owner, Question.post(PATH, question)));
          }
        });
    List<Found> parts = new ArrayList<>();
    owners.forEach(
        (owner, partitions) -> {
          try {
            Told told =
                stores.isHere(owner)
                    ? local(new Asked(request.question(), partitions))
                    : read(owner, peers.await(asked.get(owner)));
            parts.add(told.found());
            missing.putAll(told.missing());
          } catch (NotAvailableException e) {
            partitions.forEach(partition -> missing.put(partition, e.getMessage()));
          }
        });
    if (!missing.isEmpty() && !request.partial()) {
      throw new NotAvailableException(unavailable(missing));
    }
    return new Told(Found.together(parts, request.question().size()), missing);
  }

  private static String unavailable(Map<Integer, String> missing) {
    Map.Entry<Integer, String> first = missing.entrySet().iterator().next();
    return "partition %d%s cannot be asked: %s; partial=true gives what there is"
        .formatted(
            first.getKey(),
            missing.size() == 1 ? "" : " and " + (missing.size() - 1) + " more",
            first.getValue());
  }

  private Told read(HostInfo owner, Answer answer) {
    checkAnswer(owner, answer);
    holding.add(Holding.PARSED * (long) answer.body().length);
    return ListPart.read(answer.body(), Told.class);
  }

  private static void checkAnswer(HostInfo owner, Answer answer) {
    if (answer.status() == 422) {
      String message = Views.read(answer.body()).path("error").path("message").asText();
      throw RequestProblem.invalid("search", message.replaceFirst("^search ", ""));
    }
    if (answer.status() != 200) {
      throw PeerClient.unexpected(owner, answer.status());
    }
  }

  /** What partitions of this instance have. */
  public byte[] local(byte[] question) {
    return ListPart.write(local(ListPart.readQuestion(question, Asked.class)));
  }

  private Told local(Asked asked) {
    List<Found> parts = new ArrayList<>();
    Map<Integer, String> missing = new TreeMap<>();
    for (int partition : asked.partitions()) {
      try {
        parts.add(index.find(partition, asked.question(), holding, deadline::check));
      } catch (IndexNotReadyException e) {
        missing.put(partition, e.getMessage());
      } catch (IllegalArgumentException e) {
        throw RequestProblem.invalid("search", e.getMessage());
      }
    }
    return new Told(Found.together(parts, asked.question().size()), missing);
  }

  /** In the order of the places; what is gone meanwhile is left out. */
  private List<JsonNode> rows(ListRequest request, List<Place> page) {
    Map<HostInfo, List<Place>> owners = new LinkedHashMap<>();
    for (Place place : page) {
      HostInfo owner = stores.owner(StateStores.THREADS, place.partition());
      owners.computeIfAbsent(owner, none -> new ArrayList<>()).add(place);
    }
    Map<HostInfo, Future<Answer>> asked = new LinkedHashMap<>();
    owners.forEach(
        (owner, places) -> {
          if (!stores.isHere(owner)) {
            AskedRows question = new AskedRows(request.question(), request.includes(), places);
            asked.put(
                owner, peers.begin(owner, Question.post(ROWS_PATH, ListPart.write(question))));
          }
        });
    Map<Place, JsonNode> found = new HashMap<>();
    owners.forEach(
        (owner, places) -> {
          List<JsonNode> rows = new ArrayList<>();
          if (stores.isHere(owner)) {
            rows.addAll(localRows(new AskedRows(request.question(), request.includes(), places)));
          } else {
            Answer answer = peers.await(asked.get(owner));
            checkAnswer(owner, answer);
            holding.add(Holding.PARSED * (long) answer.body().length);
            Views.read(answer.body()).path("rows").forEach(rows::add);
          }
          for (int i = 0; i < places.size(); i++) {
            found.put(places.get(i), rows.get(i));
          }
        });
    return page.stream().map(found::get).filter(row -> row != null && !row.isNull()).toList();
  }

  /** Rows of this instance. */
  public byte[] localRows(byte[] question) {
    ObjectNode view = Views.object();
    ArrayNode rows = view.putArray("rows");
    localRows(ListPart.readQuestion(question, AskedRows.class)).forEach(rows::add);
    return Views.json(view);
  }

  private List<ObjectNode> localRows(AskedRows asked) {
    List<ObjectNode> rows = new ArrayList<>();
    ListRows views = new ListRows(index, stores, asked.question(), asked.includes(), holding);
    for (Place place : asked.places()) {
      deadline.check();
      rows.add(views.of(place));
    }
    return rows;
  }
}
