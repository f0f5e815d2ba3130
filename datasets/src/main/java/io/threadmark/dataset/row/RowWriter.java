package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.Closeable;
import java.io.IOException;

/** Writes rows to one file. The same rows give the same bytes. Closing it closes the file. */
public interface RowWriter extends Closeable {
  void write(ObjectNode row) throws IOException;
}
