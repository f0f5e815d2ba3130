package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.Claim;
import java.util.ArrayList;
import java.util.List;

/**
 * The claims of traces to a client request id. The smallest (rank, trace id) wins: a function of
 * the live claims alone. Each claim is one row by trace id and one in the order of ranks.
 */
public final class ClaimRows {
  private static final RowCodec<Claim> CODEC = new RowCodec<>(Claim.class);
  private static final char BY_TRACE = 't';
  private static final char BY_RANK = 'r';

  private ClaimRows() {}

  /** The winning claim; null where there is none. */
  public static Claim winner(Rows rows, byte[] requestKey) {
    List<Claim> first = smallest(rows, requestKey, 1);
    return first.isEmpty() ? null : first.get(0);
  }

  /** The claims, the winner first, so many at most. */
  public static List<Claim> smallest(Rows rows, byte[] requestKey, int limit) {
    byte[] prefix = RowKey.of(requestKey).section(BY_RANK).bytes();
    List<Claim> claims = new ArrayList<>();
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> claims.add(CODEC.read(value)) && claims.size() < limit);
    return claims;
  }

  /** The claim of one trace; null where it has none. */
  public static Claim of(Rows rows, byte[] requestKey, String traceId) {
    return CODEC.read(rows.get(byTrace(requestKey, traceId)));
  }

  /** Puts a trace's claim, or withdraws it where it is null. */
  public static void set(Rows.Mutable rows, byte[] requestKey, String traceId, Claim claim) {
    byte[] byTrace = byTrace(requestKey, traceId);
    Claim old = CODEC.read(rows.get(byTrace));
    // Readers look at any moment: a claim that is there is always among those in order.
    if (claim != null) {
      byte[] bytes = CODEC.write(claim);
      rows.put(byRank(requestKey, claim), bytes);
      rows.put(byTrace, bytes);
    } else {
      rows.delete(byTrace);
    }
    if (old != null && (claim == null || !old.getRank().equals(claim.getRank()))) {
      rows.delete(byRank(requestKey, old));
    }
  }

  private static byte[] byTrace(byte[] requestKey, String traceId) {
    return RowKey.of(requestKey).section(BY_TRACE).text(traceId).bytes();
  }

  private static byte[] byRank(byte[] requestKey, Claim claim) {
    return RowKey.of(requestKey)
        .section(BY_RANK)
        .rank(claim.getRank())
        .text(claim.getTraceId())
        .bytes();
  }
}
