package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;

/** Parquet, in row groups small enough to be held, compressed by zstd at a fixed level. */
final class ParquetRows implements RowWriter {
  private static final long ROW_GROUP_BYTES = 16L << 20;

  private final RowFields fields;
  private final ParquetWriter<ObjectNode> parquet;

  ParquetRows(List<Column> columns, OutputStream out) throws IOException {
    this.fields = new RowFields(columns);
    PlainParquetConfiguration settings = new PlainParquetConfiguration();
    settings.set("parquet.compression.codec.zstd.level", "3");
    settings.set("parquet.compression.codec.zstd.workers", "0");
    this.parquet =
        new Builder(new StreamFile(out), columns)
            .withConf(settings)
            .withCompressionCodec(CompressionCodecName.ZSTD)
            .withRowGroupSize(ROW_GROUP_BYTES)
            .build();
  }

  @Override
  public void write(ObjectNode row) throws IOException {
    fields.check(row);
    parquet.write(row);
  }

  @Override
  public void close() throws IOException {
    parquet.close();
  }

  /** Makes a writer of rows. */
  private static final class Builder extends ParquetWriter.Builder<ObjectNode, Builder> {
    private final List<Column> columns;

    Builder(OutputFile file, List<Column> columns) {
      super(file);
      this.columns = columns;
    }

    @Override
    protected Builder self() {
      return this;
    }

    @Override
    @SuppressWarnings("deprecation") // abstract all the same
    protected WriteSupport<ObjectNode> getWriteSupport(Configuration settings) {
      return new ParquetRow(columns);
    }

    @Override
    protected WriteSupport<ObjectNode> getWriteSupport(ParquetConfiguration settings) {
      return new ParquetRow(columns);
    }
  }
}
