package io.threadmark.processor.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;

/**
 * Numbers the threads and traces of one index, as small as can be, so that a set of them is a set
 * of bits, and what is said of a thread's items joins by the thread's number. All documents of a
 * thread have its number, from which it is known again; one that no document has any more is given
 * anew. For the thread that writes alone.
 */
final class Numbers {
  private static final int MOST_CACHED = 20_000;

  /** Below, numbers that nobody has are not worth looking for. */
  private static final int FEW = 100_000;

  /** Of what was written since the last look at the index. */
  private final Map<Term, Integer> fresh = new HashMap<>();

  private final Map<Term, Integer> cached =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Term, Integer> eldest) {
          return size() > MOST_CACHED;
        }
      };

  private FixedBitSet taken = new FixedBitSet(0);

  /** All below are taken. */
  private int next;

  /** Above no number was given yet. */
  private int size;

  /** When so many were given, the free ones are looked for again. */
  private int lookAgainAt = FEW;

  /** The number of the thread or trace that a term names. */
  int of(Term name, String field, IndexSearcher known) throws IOException {
    Integer number = fresh.get(name);
    if (number == null) {
      number = cached.get(name);
    }
    if (number == null) {
      int found = find(name, field, known);
      number = found < 0 ? give() : found;
      fresh.put(name, number);
    }
    return number;
  }

  /**
   * From now on the index is as a searcher sees it, and nothing is written that it does not see.
   */
  void refreshed(IndexSearcher known) throws IOException {
    cached.putAll(fresh);
    fresh.clear();
    if (size >= lookAgainAt) {
      recount(known);
    }
  }

  /** Finds out which numbers are taken. */
  void recount(IndexSearcher known) throws IOException {
    cached.clear();
    fresh.clear();
    FixedBitSet found = new FixedBitSet(64);
    for (LeafReaderContext leaf : known.getIndexReader().leaves()) {
      for (String field : new String[] {IndexFields.THREAD_NUMBER, IndexFields.TRACE_NUMBER}) {
        found = recount(leaf.reader(), field, found);
      }
    }
    taken = found;
    size = found.length();
    while (size > 0 && !found.get(size - 1)) {
      size--;
    }
    next = 0;
    lookAgainAt = Math.max(FEW, 2 * found.cardinality());
  }

  private static FixedBitSet recount(LeafReader reader, String field, FixedBitSet found)
      throws IOException {
    NumericDocValues numbers = reader.getNumericDocValues(field);
    if (numbers == null) {
      return found;
    }
    FixedBitSet set = found;
    Bits live = reader.getLiveDocs();
    for (int document = numbers.nextDoc();
        document != DocIdSetIterator.NO_MORE_DOCS;
        document = numbers.nextDoc()) {
      if (live == null || live.get(document)) {
        int number = Math.toIntExact(numbers.longValue());
        set = FixedBitSet.ensureCapacity(set, number);
        set.set(number);
      }
    }
    return set;
  }

  private int give() {
    while (next < size && taken.get(next)) {
      next++;
    }
    int number = next++;
    taken = FixedBitSet.ensureCapacity(taken, number);
    taken.set(number);
    size = Math.max(size, number + 1);
    return number;
  }

  private static int find(Term name, String field, IndexSearcher known) throws IOException {
    for (LeafReaderContext leaf : known.getIndexReader().leaves()) {
      PostingsEnum documents = leaf.reader().postings(name, PostingsEnum.NONE);
      if (documents == null) {
        continue;
      }
      Bits live = leaf.reader().getLiveDocs();
      for (int document = documents.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (live == null || live.get(document)) {
          NumericDocValues numbers = leaf.reader().getNumericDocValues(field);
          numbers.advanceExact(document);
          return Math.toIntExact(numbers.longValue());
        }
      }
    }
    return -1;
  }
}
