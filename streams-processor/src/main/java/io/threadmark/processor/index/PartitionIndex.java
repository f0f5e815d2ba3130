package io.threadmark.processor.index;

import io.threadmark.processor.index.ThreadIndex.RowSnippet;
import io.threadmark.processor.store.Holding;
import io.threadmark.processor.store.Rows;
import io.threadmark.processor.thread.rows.ThreadRow;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;

/**
 * The index of one partition: a document for each head and each item. One thread writes; whoever
 * asks sees it as it was when it was last {@linkplain #refresh refreshed}.
 */
public final class PartitionIndex implements Closeable {
  /** Rows that are waiting in memory; a row that changes often is written once. */
  private static final long MOST_WAITING_BYTES = 4L * 1024 * 1024;

  private final Directory directory;
  private final IndexWriter writer;
  private final SearcherManager searchers;
  private final Numbers numbers = new Numbers();

  /** The newest value of each row that changed, null of one that is gone. */
  private final Map<ByteBuffer, byte[]> waiting = new LinkedHashMap<>();

  private long waitingBytes;
  private boolean changed;

  /** What is seen, and up to where, change together. */
  private final Object shownLock = new Object();

  private long shown;

  private PartitionIndex(Directory directory, IndexWriter writer, SearcherManager searchers) {
    this.directory = directory;
    this.writer = writer;
    this.searchers = searchers;
  }

  /**
   * Opens an index, or begins an empty one.
   *
   * @param memory bytes of documents that are not on disk yet
   * @throws IOException where it cannot be opened; a {@link
   *     org.apache.lucene.index.CorruptIndexException} among others where a file is damaged
   */
  public static PartitionIndex open(Path folder, long memory) throws IOException {
    return open(folder, memory, new IndexCpu());
  }

  /**
   * The same.
   *
   * @param cpu is told of merges
   */
  static PartitionIndex open(Path folder, long memory, IndexCpu cpu) throws IOException {
    Directory directory = FSDirectory.open(folder);
    try {
      IndexWriter writer = new IndexWriter(directory, config(memory, cpu));
      try {
        SearcherManager searchers = new SearcherManager(writer, null);
        PartitionIndex index = new PartitionIndex(directory, writer, searchers);
        try {
          index.check();
        } catch (IOException | RuntimeException e) {
          searchers.close();
          throw e;
        }
        return index;
      } catch (IOException | RuntimeException e) {
        writer.rollback();
        throw e;
      }
    } catch (IOException | RuntimeException e) {
      directory.close();
      throw e;
    }
  }

  private static IndexWriterConfig config(long memory, IndexCpu cpu) {
    IndexWriterConfig config = new IndexWriterConfig(TextAnalysis.ANALYZER);
    config.setRAMBufferSizeMB(Math.max(1, memory / (1024.0 * 1024)));
    config.setMergeScheduler(new MeasuredMerges(cpu));
    config.setCommitOnClose(false);
    return config;
  }

  /** Reads every byte once, and compares it with the checksums. */
  private void check() throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
        leaf.reader().checkIntegrity();
      }
      numbers.recount(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /** Where the newest commit stands; null where there is none yet. */
  IndexPosition position() {
    return IndexPosition.read(writer.getLiveCommitData());
  }

  /**
   * Takes in what became of a row.
   *
   * @param value null where it is gone
   */
  public void take(byte[] key, byte[] value) throws IOException {
    if (!ThreadRow.isOfContent(key)) {
      return;
    }
    byte[] before = waiting.put(ByteBuffer.wrap(key), value);
    waitingBytes += key.length + (value == null ? 0 : value.length);
    waitingBytes -= before == null ? 0 : before.length;
    if (waitingBytes > MOST_WAITING_BYTES) {
      write();
    }
  }

  private void write() throws IOException {
    if (waiting.isEmpty()) {
      return;
    }
    IndexSearcher known = searchers.acquire();
    try {
      for (Map.Entry<ByteBuffer, byte[]> row : waiting.entrySet()) {
        write(row.getKey().array(), row.getValue(), known);
      }
    } finally {
      searchers.release(known);
    }
    waiting.clear();
    waitingBytes = 0;
    changed = true;
  }

  private void write(byte[] key, byte[] value, IndexSearcher known) throws IOException {
    ThreadRow row = ThreadRow.of(key);
    Term name = new Term(IndexFields.ROW, new BytesRef(key));
    RowDocument document = value == null ? null : RowDocument.of(row, key, value);
    if (document == null) {
      writer.deleteDocuments(name);
      return;
    }
    int thread =
        numbers.of(
            new Term(IndexFields.THREAD, Terms.of(ThreadRow.threadOf(key))),
            IndexFields.THREAD_NUMBER,
            known);
    int trace =
        document.trace() == null
            ? -1
            : numbers.of(
                new Term(IndexFields.TRACE_IN_THREAD, Terms.of(document.trace())),
                IndexFields.TRACE_NUMBER,
                known);
    writer.updateDocument(name, document.numbered(thread, trace));
  }

  /**
   * Lets whoever asks from now on see all that was taken in.
   *
   * @param offset behind the newest record of it
   */
  public void refresh(long offset) throws IOException {
    write();
    synchronized (shownLock) {
      if (changed) {
        searchers.maybeRefreshBlocking();
      }
      shown = offset;
    }
    if (!changed) {
      return;
    }
    changed = false;
    IndexSearcher known = searchers.acquire();
    try {
      numbers.refreshed(known);
    } finally {
      searchers.release(known);
    }
  }

  /** Makes all that was taken in outlive the process, and where it stands in the topic with it. */
  void commit(IndexPosition position) throws IOException {
    write();
    writer.setLiveCommitData(position.entries().entrySet());
    writer.commit();
  }

  /** Asks something of the index as it is at the moment. */
  private interface Asking<T> {
    T of(IndexSearcher searcher) throws IOException;
  }

  private <T> T ask(Asking<T> asking) throws IOException {
    IndexSearcher searcher = searchers.acquire();
    try {
      return asking.of(searcher);
    } finally {
      searchers.release(searcher);
    }
  }

  /**
   * Finds what is asked for.
   *
   * @param partition that this is the index of
   * @param holding is told of the memory that it takes
   * @param check throws once it takes too long
   * @throws IllegalArgumentException where a search text is none
   */
  public Found find(int partition, Question question, Holding holding, Runnable check)
      throws IOException {
    return ask(
        searcher -> new PartitionSearch(partition, searcher, question, holding, check).find());
  }

  /**
   * Holds on to what it shows now, whatever is taken in meanwhile and also where it is closed.
   *
   * @param selection which threads are meant
   * @param holding is told of the memory that it takes
   * @param check throws once it takes too long
   * @throws IllegalArgumentException where a search text is none
   */
  public PartitionCut cut(Selection selection, Holding holding, Runnable check) throws IOException {
    IndexSearcher searcher;
    long offset;
    synchronized (shownLock) {
      searcher = searchers.acquire();
      offset = shown;
    }
    try {
      Question question = Question.counting(selection);
      FixedBitSet heads = new PartitionSearch(-1, searcher, question, holding, check).documents();
      return new PartitionCut(searcher, selection.project(), heads, offset);
    } catch (IOException | RuntimeException e) {
      searcher.getIndexReader().decRef();
      throw e;
    }
  }

  /** As {@link ThreadIndex#snippets}. */
  public List<RowSnippet> snippets(Selection selection, String id, Rows rows, int most)
      throws IOException {
    List<SearchText.Clause> sought = SearchText.read(selection.search()).clauses();
    List<byte[]> keys =
        ask(searcher -> new Matches(searcher, selection.project()).of(selection, id, sought, most));
    List<RowSnippet> found = new ArrayList<>();
    for (byte[] key : keys) {
      byte[] value = rows.get(key);
      ThreadRow row = ThreadRow.of(key);
      Snippet snippet = value == null ? null : Snippet.of(Texts.of(row, value), sought);
      if (snippet != null) {
        found.add(new RowSnippet(row, snippet));
      }
    }
    return found;
  }

  /** As {@link ThreadIndex#projects}. */
  public Map<String, ProjectCounts> projects(Runnable check) throws IOException {
    return ask(searcher -> new ProjectCensus(searcher, check).count());
  }

  /** As {@link ThreadIndex#threadOf}. */
  public String threadOf(String project, String traceId) throws IOException {
    return ask(searcher -> new Matches(searcher, project).threadOf(traceId));
  }

  /** Bytes on disk. */
  public long bytes() throws IOException {
    long bytes = 0;
    for (String file : directory.listAll()) {
      try {
        bytes += directory.fileLength(file);
      } catch (java.nio.file.NoSuchFileException e) {
        // merged away meanwhile
      }
    }
    return bytes;
  }

  /** Closes it as it was committed last. */
  @Override
  public void close() throws IOException {
    searchers.close();
    writer.rollback();
    directory.close();
  }
}
