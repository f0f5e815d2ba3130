package io.threadmark.processor.index;

import io.threadmark.processor.thread.rows.ThreadRow;
import io.threadmark.schema.Key;
import org.apache.lucene.document.BinaryDocValuesField;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.DoubleField;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedSetDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.util.BytesRef;

/** What is kept of one row. */
final class RowDocument {
  /**
   * Every document has a length of its text, if only 0: where some have none, the length is
   * searched for at each place of each word, which is most of what a merge takes.
   */
  private static final String NO_TEXT = "";

  /** Text whose length nobody asks for. */
  private static final FieldType NOT_RANKED = new FieldType(TextField.TYPE_NOT_STORED);

  static {
    NOT_RANKED.setOmitNorms(true);
    NOT_RANKED.freeze();
  }

  private final Document document = new Document();
  private final String trace;

  /** What nothing is found by: it is kept, so that its thread can be read. */
  private RowDocument(byte[] key, byte[] value) {
    kept(ThreadRow.threadOf(key), key, value);
    document.add(new TextField(IndexFields.TEXT, NO_TEXT, Field.Store.NO));
    trace = null;
  }

  private RowDocument(ThreadRow row, byte[] key, byte[] value, Described described) {
    String project = Key.parse(row.thread()).project();
    kept(row.thread(), key, value);
    found(IndexFields.OF, new BytesRef(IndexFields.of(described.subject(), project)));
    trace =
        described.traceId() == null
            ? null
            : IndexFields.pair(row.thread(), Key.trace(project, described.traceId()).toString());
    if (trace != null) {
      found(IndexFields.TRACE_IN_THREAD, Terms.of(trace));
    }
    if (described.subject() == Condition.Subject.TRACE) {
      found(IndexFields.TRACE, Terms.of(Key.trace(project, described.id()).toString()));
    }
    if (described.id() != null) {
      document.add(new BinaryDocValuesField(IndexFields.ID, new BytesRef(described.id())));
    }
    add(described);
  }

  /**
   * Of a row as it stands; null of feedback that another piece supersedes.
   *
   * @param row what it is about; null of one that nothing is found by
   */
  static RowDocument of(ThreadRow row, byte[] key, byte[] value) {
    if (row == null) {
      return new RowDocument(key, value);
    }
    Described described =
        switch (row.kind()) {
          case HEAD -> Described.of(row.head(value));
          case MESSAGE -> Described.of(row.message(value));
          case TRACE -> Described.of(row.trace(value));
          case FEEDBACK -> {
            var live = ThreadRow.liveFeedback(value);
            yield live == null ? null : Described.of(live);
          }
        };
    return described == null ? null : new RowDocument(row, key, value, described);
  }

  private void kept(String thread, byte[] key, byte[] value) {
    document.add(new StringField(IndexFields.ROW, new BytesRef(key), Field.Store.YES));
    document.add(new StoredField(IndexFields.VALUE, value));
    found(IndexFields.THREAD, Terms.of(thread));
  }

  private void add(Described described) {
    for (Described.Word word : described.words()) {
      BytesRef term = Terms.of(word.value());
      found(word.field(), term);
      if (word.counted()) {
        document.add(new SortedSetDocValuesField(word.field(), term));
      }
    }
    for (Described.Whole whole : described.wholes()) {
      document.add(new NumericDocValuesField(whole.field(), whole.value()));
    }
    if (described.number() != null) {
      document.add(new DoubleField(IndexFields.NUMBER, described.number(), Field.Store.NO));
    }
    for (Texts.Text text : described.texts()) {
      document.add(new TextField(IndexFields.TEXT, text.text(), Field.Store.NO));
    }
    if (described.texts().isEmpty()) {
      document.add(new TextField(IndexFields.TEXT, NO_TEXT, Field.Store.NO));
    }
    for (String text : described.userTexts()) {
      document.add(new Field(IndexFields.USER_TEXT, text, NOT_RANKED));
    }
  }

  private void found(String field, BytesRef term) {
    document.add(new StringField(field, term, Field.Store.NO));
  }

  /** Names the trace that it is about in its thread; null where it is about none. */
  String trace() {
    return trace;
  }

  /**
   * The document, once its thread and its trace have their numbers.
   *
   * @param traceNumber is not read where it is about no trace
   */
  Document numbered(int threadNumber, int traceNumber) {
    document.add(new NumericDocValuesField(IndexFields.THREAD_NUMBER, threadNumber));
    if (trace != null) {
      document.add(new NumericDocValuesField(IndexFields.TRACE_NUMBER, traceNumber));
    }
    return document;
  }
}
