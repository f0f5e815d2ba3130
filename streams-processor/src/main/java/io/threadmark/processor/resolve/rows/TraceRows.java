package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;

/** The merged traces that Resolve owns, and what follows from a trace's facts. */
public final class TraceRows {
  /** A trace as rows and hops keep it. */
  public static final RowCodec<FactsRow> CODEC = new RowCodec<>(FactsRow.class);

  private TraceRows() {}

  /** The trace; null where it has not come. */
  public static FactsRow get(Rows rows, byte[] traceKey) {
    return CODEC.read(rows.get(traceKey));
  }

  public static void put(Rows.Mutable rows, byte[] traceKey, FactsRow row) {
    rows.put(traceKey, CODEC.write(row));
  }

  public static void delete(Rows.Mutable rows, byte[] traceKey) {
    rows.delete(traceKey);
  }

  /** The thread that a trace is in: the one that it names, else its own. */
  public static String threadOf(String traceId, Facts facts) {
    String named = facts.get(Registers.THREAD_ID);
    return named == null ? TraceId.ownThread(traceId) : named;
  }

  /** Whether a trace names the thread that it is in; else that is its own. */
  public static boolean namesThread(Facts facts) {
    return facts.get(Registers.THREAD_ID) != null;
  }

  /** The id of the user that a trace names; null where it names none. */
  public static String userId(Facts facts) {
    return facts.get(Registers.USER_ID);
  }

  /** The client request id that a trace claims; null where it has none. */
  public static String clientRequestId(Facts facts) {
    return facts.get(Registers.CLIENT_REQUEST_ID);
  }

  /** A trace's claim to its client request id. */
  public static Claim claim(String traceId, Facts facts) {
    return new Claim(
        traceId,
        threadOf(traceId, facts),
        facts.rankOf(Registers.CLIENT_REQUEST_ID),
        facts.firstIngestedAt());
  }
}
