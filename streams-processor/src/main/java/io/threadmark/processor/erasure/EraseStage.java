package io.threadmark.processor.erasure;

import io.threadmark.processor.erasure.rows.ErasureRows;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.stage.Letters;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.StateStores;
import io.threadmark.processor.stage.Timers;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Erasure;
import io.threadmark.schema.Key;
import io.threadmark.schema.Micros;
import io.threadmark.schema.state.EraseHop;
import io.threadmark.schema.state.ErasureHop;
import io.threadmark.schema.state.ErasureRow;
import io.threadmark.schema.state.SpansHop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * Carries commands to erase to whoever owns what is to be erased, and keeps how far they are. Once
 * all is done, a command is published again with a keyed hash in place of the subject's id, so that
 * compaction removes the id; whoever begins with empty stores learns from the hash what must not
 * come back.
 */
public final class EraseStage extends Stage {
  /** What a key names where a record goes to all partitions and is about no key. */
  private static final String ALL = "*";

  private static final String THREAD = "thread";
  private static final String TRACE = "trace";
  private static final String USER = "user";

  private final SubjectHash hashes;
  private final int partitions;
  private Rows.Mutable erasures;

  /**
   * @param partitions partitions of every topic
   */
  public EraseStage(Letters letters, Timers timers, SubjectHash hashes, int partitions) {
    super(letters, timers);
    this.hashes = hashes;
    this.partitions = partitions;
  }

  @Override
  protected void begin() {
    erasures = rows(StateStores.ERASURES);
  }

  @Override
  protected void receive(byte[] key, SpecificRecord value) {
    if (value instanceof Erasure command) {
      command(key, command);
    } else if (value instanceof ErasureHop step) {
      step(key, step);
    } else {
      throw new IllegalArgumentException("not for erase: " + value);
    }
  }

  private void command(byte[] key, Erasure command) {
    if (ErasureRows.get(erasures, key) != null) {
      return; // a duplicate, or what this stage itself published
    }
    if (command.getSubjectHash() != null) {
      ErasureRows.put(erasures, key, ErasureRows.done(command));
      remember(command, ascii(command.getSubjectHash()));
      return;
    }
    Key subject = subject(command);
    String hash = hashes.of(subject);
    Erasure nameless = Erasure.newBuilder(command).setSubjectId("").build();
    nameless.setSubjectHash(ByteBuffer.wrap(hash.getBytes(StandardCharsets.US_ASCII)));
    boolean isUser = subject.kind() == Key.Kind.USER;
    long steps = isUser ? 3L * partitions : 1L;
    ErasureRows.put(erasures, key, ErasureRows.begun(nameless, steps));
    String erasure = new String(key, StandardCharsets.UTF_8);
    if (isUser) {
      eraseUser(command, hash, erasure);
    } else {
      send(subject, new EraseHop(null, false, null, null, null, null, erasure, 0));
    }
  }

  private void step(byte[] key, ErasureHop step) {
    ErasureRow row = ErasureRows.get(erasures, key);
    if (row == null || row.getFinishedAt() != null) {
      return; // nobody waits for what is found later
    }
    boolean finished = ErasureRows.add(row, step);
    if (finished) {
      row.setFinishedAt(context().currentSystemTimeMs() * 1_000L);
      send(key, row.getErasure());
    }
    ErasureRows.put(erasures, key, row);
  }

  /** Tells all partitions what was erased before their stores were emptied. */
  private void remember(Erasure command, String hash) {
    String project = command.getProjectId();
    switch (command.getSubjectKind()) {
      case THREAD -> send(Key.thread(project, ALL), byHash(hash, null, null));
      case TRACE -> {
        send(Key.trace(project, ALL), byHash(hash, null, null));
        send(Key.trace(project, ALL), new SpansHop(byHash(hash, null, null)));
      }
      case USER -> eraseUser(command, hash, null);
      default -> throw new IllegalArgumentException("unknown kind of subject");
    }
  }

  private void eraseUser(Erasure command, String hash, String erasure) {
    long upTo = Micros.of(command.getStamp().getEventTime());
    String project = command.getProjectId();
    for (Key owner :
        List.of(Key.feedback(project, ALL), Key.trace(project, ALL), Key.thread(project, ALL))) {
      send(owner, byHash(hash, upTo, erasure));
    }
  }

  private static EraseHop byHash(String hash, Long upTo, String erasure) {
    ByteBuffer bytes = ByteBuffer.wrap(hash.getBytes(StandardCharsets.US_ASCII));
    return new EraseHop(null, false, bytes, upTo, null, null, erasure, 0);
  }

  private static Key subject(Erasure command) {
    String project = command.getProjectId();
    String id = command.getSubjectId();
    return switch (command.getSubjectKind()) {
      case THREAD -> Key.thread(project, id);
      case TRACE -> Key.trace(project, id);
      case USER -> Key.user(project, id);
      default -> throw new IllegalArgumentException("unknown kind of subject");
    };
  }

  private static String ascii(ByteBuffer bytes) {
    return StandardCharsets.US_ASCII.decode(bytes.duplicate()).toString();
  }
}
