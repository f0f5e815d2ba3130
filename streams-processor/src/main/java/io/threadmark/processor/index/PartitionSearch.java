package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.SearchText.Clause;
import io.threadmark.processor.index.Selection.Unit;
import io.threadmark.processor.store.Holding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.FixedBitSet;

/**
 * Finds what is asked for in one partition, as it was at one moment. What must hold of things in a
 * thread is looked for among the documents of these things, and comes to a set of the threads'
 * numbers; the sets are cut with each other, and what is left is put in order.
 */
final class PartitionSearch {
  private final int partition;
  private final IndexSearcher searcher;
  private final Question question;
  private final Selection selection;
  private final List<Clause> search;
  private final List<Clause> userSearch;
  private final Holding holding;
  private final Runnable check;
  private final Subject own;
  private final String number;

  /**
   * @param holding is told of the memory that it takes
   * @param check throws once it takes too long
   * @throws IllegalArgumentException where a search text is none
   */
  PartitionSearch(
      int partition, IndexSearcher searcher, Question question, Holding holding, Runnable check) {
    this.partition = partition;
    this.searcher = searcher;
    this.question = question;
    this.selection = question.selection();
    this.holding = holding;
    this.check = check;
    search = selection.search() == null ? List.of() : SearchText.read(selection.search()).clauses();
    userSearch =
        selection.userSearch() == null
            ? List.of()
            : SearchText.readPrefixes(selection.userSearch()).clauses();
    boolean threads = selection.unit() == Unit.THREADS;
    own = threads ? Subject.THREAD : Subject.TRACE;
    number = threads ? IndexFields.THREAD_NUMBER : IndexFields.TRACE_NUMBER;
  }

  /** The first places in order, how many there are, and the facets. */
  Found find() throws IOException {
    List<NumberSet> ofWords = ofWords();
    Listing listing = new Listing(allowed(null, ofWords), ranks());
    collect(direct(null), number, listing);
    Map<String, Map<String, Long>> facets = new TreeMap<>();
    List<String> incomplete = new ArrayList<>();
    for (String name : question.facets()) {
      Facet facet = Facet.of(selection.unit(), name);
      boolean limited = selection.conditions().stream().anyMatch(facet::isLimitedBy);
      NumberSet units = limited ? units(facet, ofWords) : listing.found;
      FacetCount count = new FacetCount(facet, units, facet.subjects().equals(List.of(own)));
      count.count(searcher, ofFacet(facet), number, check);
      holding.add(count.bytes());
      facets.put(name, count.values());
      if (count.isIncomplete()) {
        incomplete.add(name);
      }
    }
    return new Found(listing.places(), listing.count, facets, incomplete);
  }

  /** The documents of the threads or traces themselves that are meant. */
  FixedBitSet documents() throws IOException {
    FixedBitSet documents = new FixedBitSet(Math.max(1, searcher.getIndexReader().maxDoc()));
    NumberSet allowed = allowed(null, ofWords());
    collect(
        direct(null),
        number,
        (leaf, document, unit) -> {
          if (allowed == null || allowed.has(unit)) {
            documents.set(leaf.docBase + document);
          }
        });
    holding.add(documents.ramBytesUsed());
    return documents;
  }

  /** Documents whose values a facet counts, beside that their unit is found. */
  private Query ofFacet(Facet facet) {
    List<Condition> same =
        selection.conditions().stream()
            .filter(condition -> condition.subjects().equals(facet.subjects()))
            .filter(condition -> !condition.absent() && !facet.isLimitedBy(condition))
            .toList();
    return Queries.of(selection.project(), facet.subjects(), same);
  }

  private NumberSet units(Facet without, List<NumberSet> ofWords) throws IOException {
    NumberSet allowed = allowed(without, ofWords);
    NumberSet units = new NumberSet();
    collect(
        direct(without),
        number,
        (leaf, document, unit) -> {
          if (allowed == null || allowed.has(unit)) {
            units.add(unit);
          }
        });
    holding.add(units.bytes());
    return units;
  }

  /** What is said of the threads or traces themselves. */
  private Query direct(Facet without) throws IOException {
    List<Condition> said =
        selection.conditions().stream()
            .filter(condition -> condition.subjects().equals(List.of(own)))
            .filter(condition -> without == null || !without.isLimitedBy(condition))
            .toList();
    Query direct = Queries.of(selection.project(), List.of(own), said);
    if (userSearch.isEmpty()) {
      return direct;
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder().add(direct, Occur.FILTER);
    for (Clause clause : userSearch) {
      all.add(Queries.of(IndexFields.USER_TEXT, clause, searcher.getIndexReader()), Occur.FILTER);
    }
    return all.build();
  }

  /** The numbers that all else allows; null where it allows all. */
  private NumberSet allowed(Facet without, List<NumberSet> ofWords) throws IOException {
    NumberSet allowed = null;
    for (NumberSet set : joined(without)) {
      allowed = cut(allowed, set);
    }
    for (NumberSet set : ofWords) {
      allowed = cut(allowed, set);
    }
    for (Condition condition : selection.conditions()) {
      if (condition.absent() && !condition.subjects().equals(List.of(own))) {
        allowed = without(allowed, set(condition.subjects(), List.of(present(condition))));
      }
    }
    for (Clause clause : search) {
      if (clause.absent()) {
        allowed = without(allowed, set(words(clause)));
      }
    }
    return allowed;
  }

  private static NumberSet cut(NumberSet allowed, NumberSet with) {
    if (allowed == null) {
      return with.copy();
    }
    allowed.keepOnly(with);
    return allowed;
  }

  private NumberSet without(NumberSet allowed, NumberSet others) throws IOException {
    NumberSet left = allowed == null ? set(Queries.of(selection.project(), List.of(own))) : allowed;
    left.remove(others);
    return left;
  }

  private static Condition present(Condition absent) {
    return new Condition(absent.subjects(), absent.field(), absent.anyOf(), false);
  }

  /** For what must hold of other things: the numbers that they lead to. */
  private List<NumberSet> joined(Facet without) throws IOException {
    Map<Subject, List<Condition>> ofOne = new EnumMap<>(Subject.class);
    List<NumberSet> sets = new ArrayList<>();
    for (Condition condition : selection.conditions()) {
      boolean counts = without == null || !without.isLimitedBy(condition);
      if (!condition.absent() && counts && !condition.subjects().equals(List.of(own))) {
        if (condition.subjects().size() == 1) {
          ofOne
              .computeIfAbsent(condition.subjects().get(0), none -> new ArrayList<>())
              .add(condition);
        } else {
          sets.add(set(condition.subjects(), List.of(condition)));
        }
      }
    }
    for (Map.Entry<Subject, List<Condition>> one : ofOne.entrySet()) {
      sets.add(set(List.of(one.getKey()), one.getValue()));
    }
    return sets;
  }

  private List<NumberSet> ofWords() throws IOException {
    List<NumberSet> sets = new ArrayList<>();
    for (Clause clause : search) {
      if (!clause.absent()) {
        sets.add(set(words(clause)));
      }
    }
    return sets;
  }

  private Query words(Clause clause) throws IOException {
    return new BooleanQuery.Builder()
        .add(Queries.of(selection.project(), List.of(Subject.values())), Occur.FILTER)
        .add(Queries.of(IndexFields.TEXT, clause, searcher.getIndexReader()), Occur.MUST)
        .build();
  }

  private NumberSet set(List<Subject> subjects, List<Condition> conditions) throws IOException {
    return set(Queries.of(selection.project(), subjects, conditions));
  }

  private NumberSet set(Query query) throws IOException {
    NumberSet set = new NumberSet();
    collect(query, number, (leaf, document, unit) -> set.add(unit));
    holding.add(set.bytes());
    return set;
  }

  private void collect(Query query, String field, Numbered.Taker taker) throws IOException {
    searcher.search(query, new Numbered(field, taker, check));
  }

  /** How the units of a leaf are ranked. */
  private interface Ranks {
    /** The rank of the units of one leaf; asked in the order of documents. */
    OfLeaf of(LeafReaderContext leaf) throws IOException;

    /** Ranks of one leaf. */
    interface OfLeaf {
      long rank(int document, int unit) throws IOException;
    }
  }

  private Ranks ranks() throws IOException {
    return switch (question.order()) {
      case CREATED -> byField(IndexFields.CREATED);
      case UPDATED -> byField(IndexFields.UPDATED);
      case LATENCY -> byField(IndexFields.LATENCY);
      case LAST_FEEDBACK -> {
        Latest latest = new Latest();
        searcher.search(
            Queries.of(selection.project(), List.of(Subject.FEEDBACK)),
            new Numbered(number, latest, check));
        holding.add(latest.bytes());
        yield leaf -> (document, unit) -> latest.has(unit) ? rank(latest.of(unit)) : Place.UNKNOWN;
      }
      case RELEVANCE -> {
        Relevance relevance = new Relevance();
        for (Clause clause : search) {
          if (!clause.absent()) {
            searcher.search(words(clause), relevance.collector(number, check));
            relevance.next();
          }
        }
        holding.add(relevance.bytes());
        yield leaf -> (document, unit) -> rank(Float.floatToIntBits(relevance.of(unit)));
      }
    };
  }

  private Ranks byField(String field) {
    return leaf -> {
      NumericDocValues values = DocValues.getNumeric(leaf.reader(), field);
      return (document, unit) ->
          values.advanceExact(document) ? rank(values.longValue()) : Place.UNKNOWN;
    };
  }

  private long rank(long value) {
    return Place.rankOf(value, question.descending());
  }

  /** The first units in order, and how many there are. */
  private final class Listing implements Numbered.Taker {
    private final NumberSet allowed;
    private final Ranks ranks;
    private final NumberSet found = new NumberSet();
    private final boolean keeps = !question.facets().isEmpty();
    private final PriorityQueue<Place> first = new PriorityQueue<>(Collections.reverseOrder());
    private long count;
    private LeafReaderContext leaf;
    private Ranks.OfLeaf rankOf;
    private BinaryDocValues ids;

    Listing(NumberSet allowed, Ranks ranks) {
      this.allowed = allowed;
      this.ranks = ranks;
    }

    @Override
    public void take(LeafReaderContext of, int document, int unit) throws IOException {
      if (allowed != null && !allowed.has(unit)) {
        return;
      }
      count++;
      if (keeps) {
        found.add(unit);
      }
      if (question.size() > 0) {
        place(of, document, unit);
      }
    }

    private void place(LeafReaderContext of, int document, int unit) throws IOException {
      if (of != leaf) {
        leaf = of;
        rankOf = ranks.of(of);
        ids = DocValues.getBinary(of.reader(), IndexFields.ID);
      }
      long rank = rankOf.rank(document, unit);
      Place after = question.after();
      boolean full = first.size() == question.size();
      if ((after != null && rank < after.rank()) || (full && rank > first.peek().rank())) {
        return;
      }
      ids.advanceExact(document);
      Place place = new Place(rank, ids.binaryValue().utf8ToString(), partition);
      if (after != null && place.compareTo(after) <= 0) {
        return;
      }
      if (full && place.compareTo(first.peek()) > 0) {
        return;
      }
      if (full) {
        first.poll();
      }
      first.add(place);
    }

    List<Place> places() {
      List<Place> places = new ArrayList<>(first);
      places.sort(null);
      places.forEach(
          place -> holding.add(64L + place.id().getBytes(StandardCharsets.UTF_8).length));
      return places;
    }
  }
}
