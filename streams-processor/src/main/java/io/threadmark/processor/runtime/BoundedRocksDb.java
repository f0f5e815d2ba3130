package io.threadmark.processor.runtime;

import java.util.Map;
import org.apache.kafka.streams.state.RocksDBConfigSetter;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.Cache;
import org.rocksdb.LRUCache;
import org.rocksdb.Options;
import org.rocksdb.RocksDB;
import org.rocksdb.WriteBufferManager;

/**
 * One block cache and one write buffer manager for all state stores of the process, so that memory
 * does not grow with the number of partitions. Kafka Streams' own defaults are per store: 50 MB of
 * cache and three write buffers of 16 MB.
 *
 * @see <a
 *     href="https://kafka.apache.org/documentation/streams/developer-guide/memory-mgmt.html#rocksdb">Memory
 *     management</a>
 */
public final class BoundedRocksDb implements RocksDBConfigSetter {
  /** The setting that says how much memory there is, in bytes. */
  static final String BYTES_CONFIG = "threadmark.rocksdb.bytes";

  private static final double INDEX_AND_FILTER_SHARE = 0.1;
  private static final int WRITE_BUFFER_SHARE = 3;
  private static final long WRITE_BUFFER_BYTES = 8L * 1024 * 1024;

  /**
   * What a store takes with its first row. RocksDB's own default, an eighth of a write buffer,
   * makes many stores that hardly write take all there is; those that write then flush a file with
   * every few rows, and compaction takes much of a core.
   */
  private static final long ARENA_BLOCK_BYTES = 64L * 1024;

  private record Memory(Cache cache, WriteBufferManager writeBuffers) {}

  private static Memory memory;

  @Override
  public void setConfig(String storeName, Options options, Map<String, Object> configs) {
    Memory shared = shared(Long.parseLong(configs.get(BYTES_CONFIG).toString()));
    BlockBasedTableConfig table = (BlockBasedTableConfig) options.tableFormatConfig();
    table.setBlockCache(shared.cache);
    table.setCacheIndexAndFilterBlocks(true);
    table.setCacheIndexAndFilterBlocksWithHighPriority(true);
    table.setPinTopLevelIndexAndFilter(true);
    options.setWriteBufferManager(shared.writeBuffers);
    options.setWriteBufferSize(WRITE_BUFFER_BYTES);
    options.setArenaBlockSize(ARENA_BLOCK_BYTES);
    options.setMaxWriteBufferNumber(2);
    options.setTableFormatConfig(table);
  }

  @Override
  public void close(String storeName, Options options) {
    // What is shared outlives each store.
  }

  private static synchronized Memory shared(long bytes) {
    if (memory == null) {
      RocksDB.loadLibrary();
      Cache cache = new LRUCache(bytes, -1, false, INDEX_AND_FILTER_SHARE);
      memory = new Memory(cache, new WriteBufferManager(bytes / WRITE_BUFFER_SHARE, cache));
    }
    return memory;
  }
}
