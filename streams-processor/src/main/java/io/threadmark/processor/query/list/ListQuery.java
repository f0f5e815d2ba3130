package io.threadmark.processor.query.list;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.index.Condition;
import io.threadmark.processor.index.Found;
import io.threadmark.processor.index.IndexFields;
import io.threadmark.processor.index.IndexNotReadyException;
import io.threadmark.processor.index.Likeness;
import io.threadmark.processor.index.Place;
import io.threadmark.processor.index.Question;
import io.threadmark.processor.index.Question.Order;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.query.http.RequestProblem;
import io.threadmark.processor.query.http.Views;
import io.threadmark.processor.query.list.ListPart.Asked;
import io.threadmark.processor.query.list.ListPart.AskedRows;
import io.threadmark.processor.query.list.ListPart.Told;
import io.threadmark.processor.query.list.ListPart.ToldRows;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
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

  private static final int MOST_ALIKE = 5;
  private static final int MOST_FACET_VALUES = 200;

  private final ThreadIndex index;
  private final StoreAccess stores;
  private final Scatter scatter;
  private final RequestDeadline deadline;
  private final Holding holding;

  /**
   * @param holding is told of what is held until it is answered
   */
  ListQuery(
      ThreadIndex index,
      StoreAccess stores,
      Scatter scatter,
      RequestDeadline deadline,
      Holding holding) {
    this.index = index;
    this.stores = stores;
    this.scatter = scatter;
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
    Selection selection = new Selection(project, Unit.TRACES, List.of(nearly), null, null);
    Question question = new Question(selection, Order.CREATED, true, null, MOST_ALIKE, List.of());
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
    Map<HostInfo, Asked> questions = new LinkedHashMap<>();
    owners.forEach(
        (owner, partitions) -> questions.put(owner, new Asked(request.question(), partitions)));
    List<Found> parts = new ArrayList<>();
    scatter.ask(
        PATH,
        questions,
        this::local,
        Told.class,
        new Scatter.Taker<>() {
          @Override
          public void take(Asked asked, Told told) {
            parts.add(told.found());
            missing.putAll(told.missing());
          }

          @Override
          public void failed(Asked asked, NotAvailableException failure) {
            asked.partitions().forEach(of -> missing.put(of, failure.getMessage()));
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
    Map<HostInfo, AskedRows> questions = new LinkedHashMap<>();
    scatter
        .byOwner(page, Place::partition)
        .forEach(
            (owner, places) ->
                questions.put(
                    owner,
                    new AskedRows(request.question().selection(), request.includes(), places)));
    Map<Place, JsonNode> found = new HashMap<>();
    scatter.ask(
        ROWS_PATH,
        questions,
        this::localRows,
        ToldRows.class,
        (asked, told) -> {
          for (int i = 0; i < asked.places().size(); i++) {
            found.put(asked.places().get(i), told.rows().get(i));
          }
        });
    return page.stream().map(found::get).filter(row -> row != null && !row.isNull()).toList();
  }

  /** Rows of this instance. */
  public byte[] localRows(byte[] question) {
    return ListPart.write(localRows(ListPart.readQuestion(question, AskedRows.class)));
  }

  private ToldRows localRows(AskedRows asked) {
    List<JsonNode> rows = new ArrayList<>();
    ListRows views = new ListRows(index, stores, asked.selection(), asked.includes(), holding);
    for (Place place : asked.places()) {
      deadline.check();
      rows.add(views.of(place));
    }
    return new ToldRows(rows);
  }
}
