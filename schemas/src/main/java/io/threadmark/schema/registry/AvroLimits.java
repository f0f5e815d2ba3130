package io.threadmark.schema.registry;

import io.threadmark.schema.Topic;
import java.util.List;

/**
 * Bounds what Avro believes. A length in a record is a claim; believed without a bound, five bytes
 * could ask for 2 GB. Avro takes the bounds from the system properties of the process, when it is
 * first used; a property that is set already stays.
 */
final class AvroLimits {
  private static final String MOST = Integer.toString(Topic.MAX_RECORD_BYTES);
  private static final List<String> LENGTHS =
      List.of("string.maxLength", "bytes.maxLength", "collectionItems.maxLength");

  private AvroLimits() {}

  /** Sets them, for whoever reads: also for another deserializer than ours. */
  static void set() {
    for (String length : LENGTHS) {
      String limit = "org.apache.avro.limits." + length;
      if (System.getProperty(limit) == null) {
        System.setProperty(limit, MOST);
      }
    }
  }
}
