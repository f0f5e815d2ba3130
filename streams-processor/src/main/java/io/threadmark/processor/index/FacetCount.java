package io.threadmark.processor.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedSetDocValues;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.util.ArrayUtil;
import org.apache.lucene.util.BytesRef;

/** Counts the threads or traces that have each value of a field. */
final class FacetCount {
  /** Of one facet of one partition; how many there are beyond is not known. */
  static final int MOST_VALUES = 50_000;

  private static final Value NOT_COUNTED = new Value(-1, null);

  /** Values whose units are a set of bits each. */
  private static final int MOST_SETS = 64;

  private final Facet facet;
  private final NumberSet units;
  private final boolean once;
  private final byte[] prefix;
  private final Map<BytesRef, Value> values = new HashMap<>();

  /** Further values, by index, each with a unit; the same may be there more than once. */
  private long[] pairs = new long[0];

  private int pairCount;
  private boolean incomplete;

  /**
   * @param units that count
   * @param once whether each has one document at most
   */
  FacetCount(Facet facet, NumberSet units, boolean once) {
    this.facet = facet;
    this.units = units;
    this.once = once;
    this.prefix = facet.tag() == null ? new byte[0] : bytes(facet.tag() + IndexFields.PAIR);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  /** A value and who has it. */
  private static final class Value {
    private final int index;
    private final NumberSet units;
    private long count;

    Value(int index, NumberSet units) {
      this.index = index;
      this.units = units;
    }
  }

  void count(IndexSearcher searcher, Query query, String number, Runnable check)
      throws IOException {
    searcher.search(query, new Numbered(number, new Taker(), check));
  }

  private final class Taker implements Numbered.Taker {
    private LeafReaderContext leaf;
    private SortedSetDocValues found;

    /** By the number that a value has in this leaf; null where it was not met yet. */
    private Value[] ofLeaf;

    @Override
    public void take(LeafReaderContext of, int document, int unit) throws IOException {
      if (!units.has(unit)) {
        return;
      }
      if (of != leaf) {
        leaf = of;
        found = DocValues.getSortedSet(of.reader(), facet.field());
        ofLeaf = new Value[Math.toIntExact(found.getValueCount())];
      }
      if (!found.advanceExact(document)) {
        return;
      }
      for (int i = 0; i < found.docValueCount(); i++) {
        Value value = value(found.nextOrd());
        if (value != NOT_COUNTED) {
          add(value, unit);
        }
      }
    }

    private Value value(long ord) throws IOException {
      Value value = ofLeaf[(int) ord];
      if (value == null) {
        value = ofTerm(found.lookupOrd(ord));
        ofLeaf[(int) ord] = value;
      }
      return value;
    }
  }

  private Value ofTerm(BytesRef term) {
    if (!org.apache.lucene.util.StringHelper.startsWith(term, new BytesRef(prefix))) {
      return NOT_COUNTED;
    }
    Value value = values.get(term);
    if (value == null && values.size() == MOST_VALUES) {
      incomplete = true;
      return NOT_COUNTED;
    }
    if (value == null) {
      int index = values.size();
      value = new Value(index, once || index >= MOST_SETS ? null : new NumberSet());
      values.put(BytesRef.deepCopyOf(term), value);
    }
    return value;
  }

  private void add(Value value, int unit) {
    if (once) {
      value.count++;
    } else if (value.units == null) {
      pairs = ArrayUtil.grow(pairs, pairCount + 1);
      pairs[pairCount++] = (long) value.index << Integer.SIZE | unit;
    } else if (value.units.addNew(unit)) {
      value.count++;
    }
  }

  /** The values that are there, as people see them, and how many have them. */
  Map<String, Long> values() {
    long[] ofPairs = countsOfPairs();
    Map<String, Long> counts = new TreeMap<>();
    values.forEach(
        (term, value) -> {
          BytesRef bare =
              new BytesRef(term.bytes, term.offset + prefix.length, term.length - prefix.length);
          counts.merge(Terms.shown(bare), value.count + ofPairs[value.index], Long::sum);
        });
    return counts;
  }

  private long[] countsOfPairs() {
    long[] counts = new long[values.size()];
    Arrays.sort(pairs, 0, pairCount);
    for (int i = 0; i < pairCount; i++) {
      if (i == 0 || pairs[i] != pairs[i - 1]) {
        counts[(int) (pairs[i] >>> Integer.SIZE)]++;
      }
    }
    return counts;
  }

  boolean isIncomplete() {
    return incomplete;
  }

  long bytes() {
    return 100L * values.size() + (long) Long.BYTES * pairs.length;
  }
}
