package io.threadmark.processor.index;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ContentRows;
import io.threadmark.schema.Key;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.store.AlreadyClosedException;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.StringHelper;

/**
 * Some threads of a partition as they were at one place of the changelog: what the index showed
 * then is held, with all rows, until this is closed. For one thread at a time.
 */
public final class PartitionCut implements Closeable {
  private static final Set<String> VALUE = Set.of(IndexFields.VALUE);

  private final IndexReader reader;
  private final byte[] project;
  private final FixedBitSet heads;
  private final long position;
  private final AtomicBoolean isOpen = new AtomicBoolean(true);

  /** Takes threads one by one, as long as it wants more. */
  public interface Visitor {
    /**
     * Takes a thread.
     *
     * @param rows what it is read from; only until this returns
     * @return whether to go on
     */
    boolean visit(byte[] thread, Rows rows) throws IOException;
  }

  /**
   * Takes over a searcher that is held.
   *
   * @param heads documents of the threads that are meant
   * @param position the offset behind the newest record that it shows
   */
  PartitionCut(IndexSearcher searcher, String project, FixedBitSet heads, long position) {
    reader = searcher.getIndexReader();
    StringBuilder key = new StringBuilder();
    Key.encode(project, key);
    this.project = key.append('/').toString().getBytes(StandardCharsets.UTF_8);
    this.heads = heads;
    this.position = position;
  }

  /** The offset behind the newest record that is in it. */
  public long position() {
    return position;
  }

  /** How many threads are meant. */
  public long threads() {
    return heads.cardinality();
  }

  /**
   * Visits the threads in the order of their keys.
   *
   * @param after the key of the thread to begin behind; null for the beginning
   * @throws AlreadyClosedException where it is closed
   */
  public void visit(byte[] after, Visitor visitor) throws IOException {
    TermsEnum rows = rows();
    if (rows == null) {
      return;
    }
    BytesRef place =
        new BytesRef(after == null ? project : RowKey.behind(RowKey.of(after).bytes()));
    StoredRows stored = new StoredRows(rows);
    boolean isAtRow = rows.seekCeil(place) != TermsEnum.SeekStatus.END;
    while (isAtRow && StringHelper.startsWith(rows.term(), new BytesRef(project))) {
      byte[] thread = RowKey.textAt(bytes(rows.term()), 0).getBytes(StandardCharsets.UTF_8);
      if (stored.isMeant(thread)) {
        ContentRows content = stored.of(thread);
        if (!visitor.visit(thread, content)) {
          return;
        }
      }
      BytesRef next = new BytesRef(RowKey.behind(RowKey.of(thread).bytes()));
      isAtRow = rows.seekCeil(next) != TermsEnum.SeekStatus.END;
    }
  }

  private TermsEnum rows() throws IOException {
    if (!isOpen.get()) {
      throw new AlreadyClosedException("the cut is closed");
    }
    org.apache.lucene.index.Terms terms = MultiTerms.getTerms(reader, IndexFields.ROW);
    return terms == null ? null : terms.iterator();
  }

  private static byte[] bytes(BytesRef of) {
    return Arrays.copyOfRange(of.bytes, of.offset, of.offset + of.length);
  }

  /** Lets go of it. */
  @Override
  public void close() throws IOException {
    if (isOpen.getAndSet(false)) {
      reader.decRef();
    }
  }

  /** Finds rows in the index. */
  private final class StoredRows {
    private final TermsEnum rows;
    private final Bits live = MultiBits.getLiveDocs(reader);
    private final StoredFields fields;
    private PostingsEnum documents;

    StoredRows(TermsEnum rows) throws IOException {
      this.rows = rows;
      fields = reader.storedFields();
    }

    boolean isMeant(byte[] thread) throws IOException {
      int head = rows.seekExact(new BytesRef(ContentRows.headOf(thread))) ? document() : -1;
      return head >= 0 && heads.get(head);
    }

    ContentRows of(byte[] thread) throws IOException {
      ContentRows content = new ContentRows(thread, this::value);
      BytesRef prefix = new BytesRef(RowKey.of(thread).bytes());
      boolean isAtRow = rows.seekCeil(prefix) != TermsEnum.SeekStatus.END;
      while (isAtRow && StringHelper.startsWith(rows.term(), prefix)) {
        int document = document();
        if (document >= 0) {
          content.add(bytes(rows.term()), document);
        }
        isAtRow = rows.next() != null;
      }
      return content;
    }

    /** The one that is there; -1 where the row is gone. */
    private int document() throws IOException {
      documents = rows.postings(documents, PostingsEnum.NONE);
      for (int document = documents.nextDoc();
          document != DocIdSetIterator.NO_MORE_DOCS;
          document = documents.nextDoc()) {
        if (live == null || live.get(document)) {
          return document;
        }
      }
      return -1;
    }

    private byte[] value(int document) {
      try {
        return bytes(fields.document(document, VALUE).getBinaryValue(IndexFields.VALUE));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
