package io.threadmark.processor.cluster;

import io.threadmark.processor.store.Rows;
import java.util.Arrays;
import org.apache.kafka.streams.state.HostInfo;

/** Rows of a partition that another instance owns. */
final class PeerRows implements Rows {
  private final PeerClient peers;
  private final HostInfo peer;
  private final String store;
  private final int partition;

  PeerRows(PeerClient peers, HostInfo peer, String store, int partition) {
    this.peers = peers;
    this.peer = peer;
    this.store = store;
    this.partition = partition;
  }

  @Override
  public byte[] get(byte[] key) {
    byte[][] found = new byte[1][];
    scan(
        key,
        after(key),
        Direction.FORWARD,
        (same, value) -> {
          found[0] = value;
          return false;
        });
    return found[0];
  }

  @Override
  public void scan(byte[] from, byte[] to, Direction direction, Visitor visitor) {
    byte[] start = from;
    byte[] end = to;
    while (true) {
      RowsProtocol.Answer answer =
          RowsProtocol.Answer.read(
              peers.rows(
                  peer,
                  new RowsProtocol.Question(store, partition, start, end, direction).write()));
      for (RowsProtocol.Row row : answer.rows()) {
        if (!visitor.visit(row.key(), row.value())) {
          return;
        }
      }
      if (!answer.more()) {
        return;
      }
      byte[] last = answer.rows().get(answer.rows().size() - 1).key();
      if (direction == Direction.FORWARD) {
        start = after(last);
      } else {
        end = last; // the end of a range is not part of it
      }
    }
  }

  private static byte[] after(byte[] key) {
    return Arrays.copyOf(key, key.length + 1);
  }
}
