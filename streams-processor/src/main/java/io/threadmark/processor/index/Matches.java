package io.threadmark.processor.index;

import io.threadmark.processor.index.Condition.Subject;
import io.threadmark.processor.index.SearchText.Clause;
import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.schema.Key;
import io.threadmark.schema.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;

/** Which rows of a thread, or about a trace, have what was searched for. */
final class Matches {
  private static final Set<String> ROW = Set.of(IndexFields.ROW);

  private final IndexSearcher searcher;
  private final String project;

  Matches(IndexSearcher searcher, String project) {
    this.searcher = searcher;
    this.project = project;
  }

  /** The thread that a trace is in, as the application names it; null where there is no trace. */
  String threadOf(String traceId) throws IOException {
    BooleanQuery query =
        new BooleanQuery.Builder()
            .add(Queries.of(project, List.of(Subject.TRACE)), Occur.FILTER)
            .add(
                new TermQuery(new Term(IndexFields.TRACE, Terms.of(traceKey(traceId)))),
                Occur.FILTER)
            .build();
    List<byte[]> rows = rows(query, 1);
    return rows.isEmpty() ? null : Key.parse(ThreadRow.of(rows.get(0)).thread()).id();
  }

  /** The keys of the rows of a thread, or about a trace, that match best, a few. */
  List<byte[]> of(Selection selection, String id, List<Clause> sought, int most)
      throws IOException {
    if (selection.unit() == Selection.Unit.THREADS) {
      String thread = Key.thread(project, id).toString();
      return matching(new Term(IndexFields.THREAD, Terms.of(thread)), sought, most);
    }
    String thread = threadOf(id);
    return thread == null
        ? List.of()
        : matching(
            new Term(
                IndexFields.TRACE_IN_THREAD,
                Terms.of(IndexFields.pair(Key.thread(project, thread).toString(), traceKey(id)))),
            sought,
            most);
  }

  private String traceKey(String traceId) {
    return Key.trace(project, TraceId.canonical(traceId)).toString();
  }

  private List<byte[]> matching(Term of, List<Clause> sought, int most) throws IOException {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (Clause clause : sought) {
      if (!clause.absent()) {
        any.add(Queries.of(IndexFields.TEXT, clause, searcher.getIndexReader()), Occur.SHOULD);
      }
    }
    BooleanQuery query =
        new BooleanQuery.Builder()
            .add(new TermQuery(of), Occur.FILTER)
            .add(any.build(), Occur.MUST)
            .build();
    return rows(query, most);
  }

  private List<byte[]> rows(BooleanQuery query, int most) throws IOException {
    List<byte[]> rows = new ArrayList<>();
    for (ScoreDoc found : searcher.search(query, most).scoreDocs) {
      var row = searcher.storedFields().document(found.doc, ROW).getBinaryValue(IndexFields.ROW);
      rows.add(java.util.Arrays.copyOfRange(row.bytes, row.offset, row.offset + row.length));
    }
    return rows;
  }
}
