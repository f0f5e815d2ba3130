package io.threadmark.processor.store;

import io.threadmark.processor.facts.Ranks;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.Rank;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds the key of a row from parts, so that rows sort by the parts in turn. Text parts end with a
 * zero byte, which no id contains; times and hashes have their own fixed width and order.
 */
public final class RowKey {
  private static final byte END = 0;
  private static final byte WORK = 1;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(96);

  /** Begins with a record's key as it is in the topic. */
  public static RowKey of(byte[] recordKey) {
    RowKey key = new RowKey();
    key.bytes.writeBytes(recordKey);
    key.bytes.write(END);
    return key;
  }

  /** Begins with a key's project alone, as the key spells it. */
  public static RowKey ofProject(Key key) {
    String text = key.toString();
    return of(text.substring(0, text.indexOf('/')).getBytes(StandardCharsets.UTF_8));
  }

  /** Begins with a project alone, as keys spell it. */
  public static RowKey ofProject(String project) {
    StringBuilder text = new StringBuilder(project.length());
    Key.encode(project, text);
    return of(text.toString().getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Begins among rows that are work still to do. No record's key begins so, and these stand before
   * all others.
   */
  public static RowKey work() {
    RowKey key = new RowKey();
    key.bytes.write(WORK);
    return key;
  }

  /** Begins with a time, the earlier first. */
  public static RowKey timeFirst(long micros) {
    return new RowKey().number(micros);
  }

  /** A record's key as a later part. */
  public RowKey raw(byte[] recordKey) {
    bytes.writeBytes(recordKey);
    bytes.write(END);
    return this;
  }

  public RowKey text(String part) {
    bytes.writeBytes(part.getBytes(StandardCharsets.UTF_8));
    bytes.write(END);
    return this;
  }

  public RowKey section(char letter) {
    bytes.write(letter);
    bytes.write(END);
    return this;
  }

  /** A time, the earlier first. */
  public RowKey time(long micros) {
    return number(micros);
  }

  /** A rank as {@link Ranks#WINNING} orders it, the smaller first. */
  public RowKey rank(Rank rank) {
    number(rank.getPrecedence()).number(rank.getEventTime()).number(rank.getRevision());
    ByteBuffer hash = rank.getContentHash().duplicate();
    while (hash.hasRemaining()) {
      // Escaped, so that a hash may hold zero bytes and a shorter one still sorts first.
      byte next = hash.get();
      bytes.write(next == END ? 1 : next);
      if (next == END || next == 1) {
        bytes.write(next == END ? 1 : 2);
      }
    }
    bytes.write(END);
    return this;
  }

  public byte[] bytes() {
    return bytes.toByteArray();
  }

  /** The first key behind all those that begin with this one. */
  public static byte[] behind(byte[] prefix) {
    byte[] end = prefix.clone();
    for (int i = end.length - 1; i >= 0; i--) {
      if (end[i] != (byte) 0xFF) {
        end[i]++;
        return java.util.Arrays.copyOf(end, i + 1);
      }
    }
    throw new IllegalArgumentException("a key never consists of 0xFF alone");
  }

  /** The first key behind this very one. */
  public static byte[] after(byte[] key) {
    return java.util.Arrays.copyOf(key, key.length + 1);
  }

  /** The time that stands at a position. */
  public static long timeAt(byte[] key, int position) {
    return ByteBuffer.wrap(key, position, Long.BYTES).getLong() ^ Long.MIN_VALUE;
  }

  /** Reads the text part that begins at a position. */
  public static String textAt(byte[] key, int position) {
    int end = position;
    while (key[end] != END) {
      end++;
    }
    return new String(key, position, end - position, StandardCharsets.UTF_8);
  }

  /** Reads the parts of a key in turn. */
  public static final class Reader {
    private final byte[] key;
    private int position;

    public Reader(byte[] key) {
      this(key, 0);
    }

    /** Begins at a position. */
    public Reader(byte[] key, int position) {
      this.key = key;
      this.position = position;
    }

    public String text() {
      String text = textAt(key, position);
      while (key[position++] != END) {
        // a part of the text
      }
      return text;
    }

    public byte section() {
      byte letter = key[position];
      position += 2; // the letter and its end
      return letter;
    }

    public long time() {
      long time = timeAt(key, position);
      position += Long.BYTES;
      return time;
    }

    public boolean isAtEnd() {
      return position == key.length;
    }

    /** How many bytes have been read. */
    public int position() {
      return position;
    }
  }

  private RowKey number(long value) {
    // Flipping the sign bit makes the order of unsigned bytes that of signed numbers.
    bytes.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(value ^ Long.MIN_VALUE).array());
    return this;
  }
}
