package io.threadmark.processor.query.agreement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.threadmark.processor.cluster.NotAvailableException;
import java.io.IOException;

/** Parts of a statistic as instances tell them to each other: records as JSON, with no tree. */
final class PartJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private PartJson() {}

  static byte[] write(Record part) {
    try {
      return JSON.writeValueAsBytes(part);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a record can always be written", e);
    }
  }

  /**
   * @throws NotAvailableException where it is none, such as while versions change
   */
  static <T extends Record> T read(byte[] part, Class<T> type) {
    try {
      return JSON.readValue(part, type);
    } catch (IOException e) {
      throw new NotAvailableException("another instance's answer cannot be read", e);
    }
  }
}
