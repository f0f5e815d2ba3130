package io.threadmark.processor.stage;

import io.threadmark.processor.store.RowKey;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.StatementName;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/**
 * What a stage could not take, for those who wait for it: that it is a dead letter, and why. An
 * event is known by the name of its statement, also where it could not be read; what another stage
 * sent, by a hash of it. Rows stay as long as dead letters do by default.
 */
public final class DeadRecords {
  static final Duration INTERVAL = Duration.ofMinutes(1);
  static final Duration KEPT = Duration.ofDays(90);

  private static final byte[] BY_NAME = {'x'};
  private static final byte[] BY_TIME = {'y'};
  private static final byte[] NOTHING = {};
  private static final int MOST_AT_ONCE = 500;
  private static final int NAME_BYTES = 16;
  private static final char END = '\0';

  /**
   * Why a record is a dead letter.
   *
   * @param reason a code
   * @param message for people; holds none of the record's content
   */
  public record Death(String reason, String message) {}

  private DeadRecords() {}

  /** Why a statement is dead; null where it is not, or that is not known. */
  public static Death of(Rows rows, byte[] statementName) {
    return read(rows, HexFormat.of().formatHex(statementName));
  }

  /** Why what a stage sent under a key is dead; null where it is not. */
  public static Death of(Rows rows, Key key, SpecificRecord hop) {
    return read(rows, name(key.bytes(), hop));
  }

  /** Keeps that an event is dead; nothing where its headers do not name it. */
  public static void put(Rows.Mutable rows, Headers headers, Death death, long nowMs) {
    Header name = headers == null ? null : headers.lastHeader(StatementName.HEADER);
    if (name != null && name.value() != null && name.value().length == NAME_BYTES) {
      put(rows, HexFormat.of().formatHex(name.value()), death, nowMs);
    }
  }

  /** Keeps that what another stage sent is dead. */
  public static void put(
      Rows.Mutable rows, byte[] key, SpecificRecord hop, Death death, long nowMs) {
    put(rows, name(key, hop), death, nowMs);
  }

  /** Removes some of what is too old to be kept. */
  static void forgetOld(Rows.Mutable rows, long nowMs) {
    byte[] prefix = RowKey.of(BY_TIME).bytes();
    byte[] end = RowKey.of(BY_TIME).time(nowMs - KEPT.toMillis()).bytes();
    List<byte[]> old = new ArrayList<>();
    rows.scan(
        prefix,
        end,
        Rows.Direction.FORWARD,
        (key, nothing) -> old.add(key) && old.size() < MOST_AT_ONCE);
    for (byte[] key : old) {
      rows.delete(RowKey.of(BY_NAME).text(RowKey.textAt(key, prefix.length + Long.BYTES)).bytes());
      rows.delete(key);
    }
  }

  private static void put(Rows.Mutable rows, String name, Death death, long nowMs) {
    byte[] key = RowKey.of(BY_NAME).text(name).bytes();
    byte[] held = rows.get(key);
    if (held != null) {
      rows.delete(byTime(ByteBuffer.wrap(held).getLong(), name));
    }
    byte[] why = (death.reason + END + death.message).getBytes(StandardCharsets.UTF_8);
    rows.put(key, ByteBuffer.allocate(Long.BYTES + why.length).putLong(nowMs).put(why).array());
    rows.put(byTime(nowMs, name), NOTHING);
  }

  private static byte[] byTime(long timeMs, String name) {
    return RowKey.of(BY_TIME).time(timeMs).text(name).bytes();
  }

  private static Death read(Rows rows, String name) {
    byte[] row = rows.get(RowKey.of(BY_NAME).text(name).bytes());
    if (row == null) {
      return null;
    }
    String why = new String(row, Long.BYTES, row.length - Long.BYTES, StandardCharsets.UTF_8);
    int end = why.indexOf(END);
    return new Death(why.substring(0, end), why.substring(end + 1));
  }

  private static String name(byte[] key, SpecificRecord hop) {
    byte[] hash = new RecordHash().add(ByteBuffer.wrap(key)).add(hop).bytes();
    return HexFormat.of().formatHex(hash, 0, NAME_BYTES);
  }
}
