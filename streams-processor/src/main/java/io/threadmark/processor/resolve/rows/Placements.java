package io.threadmark.processor.resolve.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.Claim;
import io.threadmark.schema.state.FactsRow;

/** Where the feedback of a ref belongs: a trace knows its thread, a claim its trace's. */
public final class Placements {
  private final Rows traces;
  private final Rows claims;

  public Placements(Rows traces, Rows claims) {
    this.traces = traces;
    this.claims = claims;
  }

  /** The placement of a trace's or client request id's key; null while no trace has come. */
  public Placement of(byte[] ref) {
    Key key = Key.parse(ref);
    if (key.kind() == Key.Kind.TRACE) {
      FactsRow trace = TraceRows.get(traces, ref);
      return trace == null ? null : Placement.of(key.id(), Facts.of(trace));
    }
    Claim winner = ClaimRows.winner(claims, ref);
    return winner == null
        ? null
        : new Placement(winner.getTraceId(), winner.getThreadId(), winner.getFirstIngestedAt());
  }
}
