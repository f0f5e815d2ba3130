package io.threadmark.processor.export;

import io.threadmark.processor.cluster.NotAvailableException;
import io.threadmark.processor.cluster.Ownership;
import io.threadmark.processor.cluster.PeerCalls;
import io.threadmark.processor.cluster.PeerCalls.Answer;
import io.threadmark.processor.cluster.PeerCalls.Question;
import io.threadmark.processor.cluster.PeerClient;
import io.threadmark.processor.cluster.RequestDeadline;
import io.threadmark.processor.cluster.StoreAccess;
import io.threadmark.processor.export.CutProtocol.Asked;
import io.threadmark.processor.index.Selection;
import io.threadmark.processor.index.ThreadIndex;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.store.Holding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes cuts of all partitions, wherever they are. Each question to an instance has its time. */
public final class ClusterCuts implements Cuts {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterCuts.class);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int OK = 200;

  private final HeldCuts held;
  private final ThreadIndex index;
  private final Ownership ownership;
  private final PeerCalls calls;
  private final HostInfo self;

  /**
   * @param held holds what is here
   * @param self this instance
   */
  public ClusterCuts(
      HeldCuts held, ThreadIndex index, Ownership ownership, PeerCalls calls, HostInfo self) {
    this.held = held;
    this.index = index;
    this.ownership = ownership;
    this.calls = calls;
    this.self = self;
  }

  @Override
  public Cut take(Selection selection) {
    Map<HostInfo, List<Integer>> owners = new LinkedHashMap<>();
    for (int partition = 0; partition < ownership.partitions(); partition++) {
      owners
          .computeIfAbsent(
              ownership.of(StateStores.THREADS, partition).owner(), none -> new ArrayList<>())
          .add(partition);
    }
    List<ClusterCut.Part> parts = new ArrayList<>();
    try {
      owners.forEach(
          (owner, partitions) ->
              parts.add(
                  new ClusterCut.Part(owner, open(owner, Asked.open(selection, partitions)))));
    } catch (RuntimeException e) {
      parts.forEach(part -> close(part.owner(), part.opened().id()));
      throw e;
    }
    return new ClusterCut(this, parts);
  }

  private HeldCuts.Opened open(HostInfo owner, Asked asked) {
    return isHere(owner)
        ? here().open(asked)
        : CutProtocol.read(ask(owner, asked), HeldCuts.Opened.class);
  }

  HeldCuts.Page read(HostInfo owner, Asked asked) {
    return isHere(owner) ? here().read(asked) : CutProtocol.readPage(ask(owner, asked));
  }

  void touch(HostInfo owner, String cut) {
    if (isHere(owner)) {
      held.touch(cut);
    } else {
      ask(owner, Asked.touch(cut));
    }
  }

  /** Lets go of it; where that is in vain, the other side does by itself before long. */
  void close(HostInfo owner, String cut) {
    try {
      if (isHere(owner)) {
        held.close(cut);
      } else {
        ask(owner, Asked.close(cut));
      }
    } catch (NotAvailableException e) {
      LOG.debug("the instance at {} was not told that an export is over", owner, e);
    }
  }

  private boolean isHere(HostInfo owner) {
    return owner.equals(self);
  }

  private CutService here() {
    RequestDeadline deadline = RequestDeadline.in(PATIENCE);
    PeerClient nobody = new PeerClient(PeerCalls.NONE, deadline);
    StoreAccess stores = new StoreAccess(ownership, self, nobody, deadline, Holding.UNCOUNTED);
    return new CutService(held, index, stores, deadline);
  }

  private byte[] ask(HostInfo owner, Asked asked) {
    PeerClient peers = new PeerClient(calls, RequestDeadline.in(PATIENCE));
    Answer answer = peers.ask(owner, Question.post(CutService.PATH, CutProtocol.json(asked)));
    if (answer.status() != OK) {
      throw PeerClient.unexpected(owner, answer.status());
    }
    return answer.body();
  }
}
