package io.threadmark.processor.erasure.rows;

import io.threadmark.processor.store.RowCodec;
import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.state.DrainRow;
import io.threadmark.schema.state.EraseHop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a stage knows of erasure: marks of what was erased, which stay for good and have a keyed
 * hash in place of an id; which things name which user; and what is being erased step by step.
 */
public final class ErasedRows {
  private static final byte[] USER = {'u'};
  private static final byte[] DRAIN = {'d'};
  private static final byte[] WAITING = {'w'};
  private static final byte PLAIN = 1;
  private static final byte WITH_THREADS = 2;
  private static final RowCodec<DrainRow> DRAINS = new RowCodec<>(DrainRow.class);
  private static final RowCodec<EraseHop> HOPS = new RowCodec<>(EraseHop.class);

  /** A thing that names a user, and when it was made, in microseconds. */
  public record Naming(Subject thing, long createdAt) {}

  private final Rows.Mutable rows;
  private final SubjectHash hashes;
  private final ErasedMarks marks;

  public ErasedRows(Rows.Mutable rows, SubjectHash hashes) {
    this.rows = rows;
    this.hashes = hashes;
    this.marks = new ErasedMarks(rows, hashes);
  }

  /** Whether something was erased for good. */
  public boolean isErased(Subject subject) {
    return marks.isErased(subject);
  }

  /** Whether a trace was erased together with all threads that it ever named. */
  public boolean isErasedWithThreads(Subject trace) {
    byte[] mark = rows.get(ErasedMarks.key(trace.hash(hashes)));
    return mark != null && mark[0] == WITH_THREADS;
  }

  /**
   * Marks something as erased for good.
   *
   * @param user whose erasure made this necessary; null where none did
   */
  public void mark(Subject subject, boolean withThreads, ErasedUser user) {
    mark(subject.hash(hashes), withThreads, user);
  }

  /** Marks what has a hash as erased for good. */
  public void mark(String hash) {
    mark(hash, false, null);
  }

  private void mark(String hash, boolean withThreads, ErasedUser user) {
    byte[] key = ErasedMarks.key(hash);
    byte[] old = rows.get(key);
    ErasedUser first = userOf(old);
    byte flag = withThreads || (old != null && old[0] == WITH_THREADS) ? WITH_THREADS : PLAIN;
    byte[] mark = mark(flag, first == null ? user : first);
    if (!Arrays.equals(mark, old)) {
      rows.put(key, mark);
    }
  }

  private static byte[] mark(byte flag, ErasedUser user) {
    if (user == null) {
      return new byte[] {flag};
    }
    byte[] hash = user.hash().getBytes(StandardCharsets.US_ASCII);
    return ByteBuffer.allocate(1 + Long.BYTES + hash.length)
        .put(flag)
        .putLong(user.upTo())
        .put(hash)
        .array();
  }

  private static ErasedUser userOf(byte[] mark) {
    if (mark == null || mark.length == 1) {
      return null;
    }
    int hash = 1 + Long.BYTES;
    return new ErasedUser(
        new String(mark, hash, mark.length - hash, StandardCharsets.US_ASCII),
        ByteBuffer.wrap(mark, 1, Long.BYTES).getLong());
  }

  /** Whose erasure made something go; null where nobody's did. */
  public ErasedUser userOf(Subject subject) {
    return userOf(rows.get(ErasedMarks.key(subject.hash(hashes))));
  }

  /** Marks the user who has a hash as erased up to a time in microseconds. */
  public void markUser(String hash, long upTo) {
    byte[] key = ErasedMarks.key(hash);
    byte[] old = rows.get(key);
    if (old == null || ByteBuffer.wrap(old).getLong() < upTo) {
      rows.put(key, ByteBuffer.allocate(Long.BYTES).putLong(upTo).array());
    }
  }

  /** The hash of something. */
  public String hash(Subject subject) {
    return subject.hash(hashes);
  }

  /** The time up to which the user who has a hash was erased; the least there is if never. */
  public long upTo(String hash) {
    byte[] mark = rows.get(ErasedMarks.key(hash));
    return mark == null ? Long.MIN_VALUE : ByteBuffer.wrap(mark).getLong();
  }

  /** Notes that a thing, made at a time in microseconds, names the user who has a hash. */
  public void putNaming(String hash, Subject thing, long createdAt) {
    byte[] key = naming(hash, thing);
    byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(createdAt).array();
    if (!Arrays.equals(rows.get(key), value)) {
      rows.put(key, value);
    }
  }

  /** Forgets that a thing named a user. */
  public void deleteNaming(String hash, Subject thing) {
    rows.delete(naming(hash, thing));
  }

  /**
   * Things that name a user.
   *
   * @param from where the last call ended; null for the beginning
   */
  public List<Naming> namings(String hash, byte[] from, int most) {
    byte[] prefix = RowKey.of(USER).text(hash).bytes();
    List<Naming> found = new ArrayList<>();
    rows.scan(
        from == null ? prefix : RowKey.after(from),
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(new Naming(Subject.at(key, prefix.length), ByteBuffer.wrap(value).getLong()));
          return found.size() < most;
        });
    return found;
  }

  /** Where {@link #namings} ended with a thing. */
  public byte[] placeOf(String hash, Subject thing) {
    return naming(hash, thing);
  }

  /** What is being erased under a name; null where nothing is. */
  public DrainRow drain(String name) {
    return DRAINS.read(rows.get(drainKey(name)));
  }

  /** Keeps what is being erased; null where that is done. */
  public void putDrain(String name, DrainRow drain) {
    if (drain == null) {
      rows.delete(drainKey(name));
    } else {
      rows.put(drainKey(name), DRAINS.write(drain));
    }
  }

  /** Names of what is being erased, so many at most, behind a name or from the beginning. */
  public List<String> drains(String behind, int most) {
    byte[] prefix = RowKey.of(DRAIN).bytes();
    List<String> found = new ArrayList<>();
    rows.scan(
        behind == null ? prefix : RowKey.after(drainKey(behind)),
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          found.add(RowKey.textAt(key, prefix.length));
          return found.size() < most;
        });
    return found;
  }

  /** Lets a step wait until what is being erased under a name is done. */
  public void putWaiting(String name, EraseHop hop) {
    byte[] prefix = RowKey.of(WAITING).text(name).bytes();
    long[] number = {0};
    rows.scan(
        prefix,
        RowKey.behind(prefix),
        Rows.Direction.BACKWARD,
        (key, value) -> {
          number[0] = RowKey.timeAt(key, prefix.length) + 1;
          return false;
        });
    rows.put(RowKey.of(WAITING).text(name).time(number[0]).bytes(), HOPS.write(hop));
  }

  /**
   * Looks through some of the steps that wait, and removes those that wait no more.
   *
   * @param from where the last call ended; null for the beginning
   * @param done takes the steps whose names nothing is being erased under any more
   * @return where this call ended; null for the end
   */
  public byte[] takeWaiting(byte[] from, int most, Consumer<EraseHop> done) {
    byte[] prefix = RowKey.of(WAITING).bytes();
    List<byte[]> keys = new ArrayList<>();
    List<EraseHop> hops = new ArrayList<>();
    rows.scan(
        from == null ? prefix : RowKey.after(from),
        RowKey.behind(prefix),
        Rows.Direction.FORWARD,
        (key, value) -> {
          keys.add(key);
          hops.add(HOPS.read(value));
          return keys.size() < most;
        });
    for (int i = 0; i < keys.size(); i++) {
      if (rows.get(drainKey(RowKey.textAt(keys.get(i), prefix.length))) == null) {
        rows.delete(keys.get(i));
        done.accept(hops.get(i));
      }
    }
    return keys.size() < most ? null : keys.get(most - 1);
  }

  private static byte[] naming(String hash, Subject thing) {
    return thing.addTo(RowKey.of(USER).text(hash)).bytes();
  }

  private static byte[] drainKey(String name) {
    return RowKey.of(DRAIN).text(name).bytes();
  }
}
