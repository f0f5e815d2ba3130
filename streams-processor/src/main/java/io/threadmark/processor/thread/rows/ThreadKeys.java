package io.threadmark.processor.thread.rows;

import io.threadmark.processor.store.RowKey;
import java.nio.charset.StandardCharsets;

/**
 * Keys of the rows of one thread: its head, its facts, its items by id, its items in the order of
 * time, and its messages by what they say.
 */
public final class ThreadKeys {
  static final char HEAD = 'h';
  static final char FACTS = 'f';
  static final char ITEM = 'i';
  private static final char CREATED = 'c';
  private static final char UPDATED = 'u';
  private static final char USER = 's';
  private static final char TURN = 'q';
  private static final char DERIVED = 'd';
  private static final char TOLD = 't';

  private final byte[] thread;

  public ThreadKeys(byte[] threadKey) {
    thread = threadKey;
  }

  public byte[] head() {
    return section(HEAD).bytes();
  }

  byte[] facts() {
    return section(FACTS).bytes();
  }

  byte[] item(Item item) {
    return itemsNamed(item.kind(), item.id()).text(item.writer()).bytes();
  }

  /** All items of that name, whoever wrote them. */
  RowKey itemsNamed(Item.Kind kind, String id) {
    return section(ITEM).section(kind.letter).text(id);
  }

  /** All items. */
  RowKey items() {
    return section(ITEM);
  }

  /** The item that a key of {@link #item} names. */
  Item itemOf(byte[] key) {
    int kind = items().bytes().length;
    String id = RowKey.textAt(key, kind + 2); // behind the letter and its end
    int behindId = kind + 2 + id.getBytes(StandardCharsets.UTF_8).length + 1;
    return new Item(Item.Kind.of(key[kind]), id, RowKey.textAt(key, behindId));
  }

  /**
   * An item in the order of creation among those of its kind.
   *
   * @param position where it stands among those of one time
   */
  byte[] created(Item item, long micros, long position) {
    return createdOf(item.kind())
        .time(micros)
        .time(position)
        .text(item.id())
        .text(item.writer())
        .bytes();
  }

  /** All items of a kind in the order of creation. */
  RowKey createdOf(Item.Kind kind) {
    return section(CREATED).section(kind.letter);
  }

  /** An item in the order of its newest statement among all items. */
  byte[] updated(Item item, long micros) {
    return named(section(UPDATED).time(micros), item);
  }

  RowKey updatedOfAll() {
    return section(UPDATED);
  }

  /** The user that an item names, in the order of the items' creation. */
  byte[] user(Item item, long micros) {
    return named(section(USER).time(micros), item);
  }

  RowKey userOfAll() {
    return section(USER);
  }

  /** A message among those that say the same, in the order of time. */
  byte[] turn(Turn turn, String messageId) {
    return turns(turn.said(), turn.derived())
        .time(turn.createdAt())
        .time(turn.position())
        .text(messageId)
        .bytes();
  }

  /** Messages that say the same: those that spans alone tell of, or the others. */
  RowKey turns(String said, boolean derived) {
    return section(TURN).text(said).section(derived ? DERIVED : TOLD);
  }

  /** The item that a key of {@link #created} names. */
  static Item itemOfCreated(byte[] key, RowKey prefix, Item.Kind kind) {
    int position = prefix.bytes().length + 2 * Long.BYTES;
    String id = RowKey.textAt(key, position);
    int behindId = position + id.getBytes(StandardCharsets.UTF_8).length + 1;
    return new Item(kind, id, RowKey.textAt(key, behindId));
  }

  private static byte[] named(RowKey prefix, Item item) {
    return prefix.section(item.kind().letter).text(item.id()).text(item.writer()).bytes();
  }

  private RowKey section(char letter) {
    return RowKey.of(thread).section(letter);
  }
}
