package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Subject;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.BytesRef;

/** Counts what there is of each project. */
final class ProjectCensus {
  private final IndexSearcher searcher;
  private final Runnable check;

  ProjectCensus(IndexSearcher searcher, Runnable check) {
    this.searcher = searcher;
    this.check = check;
  }

  /** What there is, by project; of one that has no thread any more, nothing. */
  Map<String, ProjectCounts> count() throws IOException {
    Map<String, ProjectCounts> counts = new TreeMap<>();
    for (String project : projects()) {
      check.run();
      long threads = count(project, Subject.THREAD);
      if (threads > 0) {
        counts.put(
            project,
            new ProjectCounts(
                threads,
                count(project, Subject.TRACE),
                count(project, Subject.MESSAGE),
                count(project, Subject.FEEDBACK),
                updatedAt(project)));
      }
    }
    return counts;
  }

  private long count(String project, Subject subject) throws IOException {
    return searcher.count(Queries.of(project, List.of(subject)));
  }

  private long updatedAt(String project) throws IOException {
    Newest newest = new Newest();
    searcher.search(
        Queries.of(project, List.of(Subject.THREAD)),
        new Numbered(IndexFields.THREAD_NUMBER, newest, check));
    return newest.updatedAt;
  }

  private static final class Newest implements Numbered.Taker {
    private LeafReaderContext leaf;
    private NumericDocValues updated;
    private long updatedAt = Long.MIN_VALUE;

    @Override
    public void take(LeafReaderContext of, int document, int number) throws IOException {
      if (of != leaf) {
        leaf = of;
        updated = of.reader().getNumericDocValues(IndexFields.UPDATED);
      }
      updated.advanceExact(document);
      updatedAt = Math.max(updatedAt, updated.longValue());
    }
  }

  /** All that have, or had not long ago, a thread. */
  private TreeSet<String> projects() throws IOException {
    TreeSet<String> projects = new TreeSet<>();
    BytesRef begin = new BytesRef(IndexFields.of(Subject.THREAD, ""));
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      org.apache.lucene.index.Terms of = leaf.reader().terms(IndexFields.OF);
      TermsEnum terms = of == null ? null : of.iterator();
      if (terms == null || terms.seekCeil(begin) == TermsEnum.SeekStatus.END) {
        continue;
      }
      for (BytesRef term = terms.term();
          term != null && term.bytes[term.offset] == begin.bytes[begin.offset];
          term = terms.next()) {
        projects.add(term.utf8ToString().substring(1));
      }
    }
    return projects;
  }
}
