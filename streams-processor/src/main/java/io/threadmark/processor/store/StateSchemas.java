package io.threadmark.processor.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * The schemas of rows and hops, by the version that stands in each. Every version that was ever
 * released is kept as a resource, {@code state/<version>/<record>.avsc}, whole: the records that a
 * row embeds belong to it. A test holds the newest of them to what is compiled.
 */
public final class StateSchemas {
  /** The version that rows are written with. Whoever changes a schema of a row raises it. */
  public static final byte VERSION = 6;

  private StateSchemas() {}

  /**
   * The schema with which a version wrote a type of row.
   *
   * @throws UnknownVersionException where this program does not know that version
   */
  static Schema of(byte version, Class<? extends SpecificRecord> type) {
    try (InputStream schema = StateSchemas.class.getResourceAsStream(resource(version, type))) {
      if (schema == null) {
        throw new UnknownVersionException(
            "a "
                + type.getSimpleName()
                + " of the state was written by version "
                + version
                + ", and this program knows "
                + VERSION
                + ": run the newer program, or begin with a new application id");
      }
      return new Schema.Parser().parse(schema);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where the schema of a version stands among the resources. */
  static String resource(byte version, Class<? extends SpecificRecord> type) {
    return "/io/threadmark/processor/state/" + version + "/" + type.getSimpleName() + ".avsc";
  }
}
