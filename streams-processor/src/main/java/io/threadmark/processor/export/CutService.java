package io.threadmark.processor.export;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.export.CutProtocol.Asked;
import io.threadmark.processor.index.ThreadIndex;

/** Answers what other instances ask of cuts, from what is here. */
public final class CutService {
  /** Where they ask. */
  public static final String PATH = "/internal/v1/cut";

  private static final byte[] NOTHING = {};

  private final HeldCuts cuts;
  private final ThreadIndex index;
  private final StoreAccess stores;
  private final RequestDeadline deadline;

  public CutService(
      HeldCuts cuts, ThreadIndex index, StoreAccess stores, RequestDeadline deadline) {
    this.cuts = cuts;
    this.index = index;
    this.stores = stores;
    this.deadline = deadline;
  }

  /**
   * Answers a question.
   *
   * @throws NotAvailableException where the cut is not held, or the partition is not here
   * @throws IllegalArgumentException where a search text is none
   */
  public byte[] answer(byte[] question) {
    Asked asked = CutProtocol.read(question, Asked.class);
    return switch (asked.act()) {
      case OPEN -> CutProtocol.json(open(asked));
      case READ -> CutProtocol.page(read(asked));
      case TOUCH -> {
        cuts.touch(asked.cut());
        yield NOTHING;
      }
      case CLOSE -> {
        cuts.close(asked.cut());
        yield NOTHING;
      }
    };
  }

  HeldCuts.Opened open(Asked asked) {
    return cuts.open(index, asked.selection(), asked.partitions(), deadline);
  }

  HeldCuts.Page read(Asked asked) {
    return cuts.read(asked.cut(), asked.partition(), asked.after(), asked.mostBytes(), stores);
  }
}
