package io.threadmark.processor.erasure;

import io.threadmark.processor.erasure.rows.ErasedRows;
import io.threadmark.processor.erasure.rows.ErasedUser;
import io.threadmark.processor.erasure.rows.Mentions;
import io.threadmark.processor.erasure.rows.Subject;
import io.threadmark.processor.erasure.rows.SubjectHash;
import io.threadmark.processor.erasure.rows.UserNamings;
import io.threadmark.processor.stage.Stage;
import io.threadmark.processor.stage.Timer;
import io.threadmark.processor.store.Deadline;
import io.threadmark.processor.store.Rows;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.DrainRow;
import io.threadmark.schema.state.EraseHop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Erases what a stage owns. What is erased is marked for good, so that it does not come back, and
 * whatever named it goes with it: each stage tells the owners of those. Where there is much, it
 * goes in bounded steps, and how far that is, is a row.
 */
public abstract class Erasing {
  private static final Duration INTERVAL = Duration.ofMillis(50);
  private static final Duration MOST = Duration.ofMillis(25);
  private static final int DRAINS_AT_ONCE = 4;

  // First letters of the names of what is drained.
  private static final char SUBJECT = 'k';
  private static final char USER = 'u';
  private static final String SEARCH = "s";

  private final Stage stage;
  private final ErasedRows erased;
  private final Mentions mentions;
  private final UserNamings users;
  private final int rowsAtOnce;
  private final Timer timer;

  /** Where the next turn begins. */
  private String next;

  /** Where the next look at what waits begins. */
  private byte[] nextWaiting;

  /**
   * @param store the stage's own for this
   * @param rowsAtOnce rows that one step looks at
   */
  protected Erasing(Stage stage, String store, SubjectHash hashes, int rowsAtOnce) {
    this.stage = stage;
    Rows.Mutable rows = stage.rows(store);
    this.erased = new ErasedRows(rows, hashes);
    this.mentions = new Mentions(rows);
    this.users = new UserNamings(erased, mentions);
    this.rowsAtOnce = rowsAtOnce;
    this.timer = stage.every(store.replace("erased", "erase"), INTERVAL, now -> goOn());
    stage.every(store.replace("erased", "tell-erased"), INTERVAL, now -> letGo());
  }

  /** What is gone at once: what the stage holds of a thing, but for rows that may be many. */
  protected abstract void begin(Subject subject, EraseHop hop, ErasureStep step);

  /**
   * Erases some of the many rows of a thing.
   *
   * @return whether there are no more
   */
  protected abstract boolean drain(Subject subject, int rows, ErasureStep step);

  /** The stores whose rows begin with the keys of things that a command may name by a hash. */
  protected abstract List<Rows> held();

  public ErasedRows erased() {
    return erased;
  }

  public Mentions mentions() {
    return mentions;
  }

  /** Whether something was erased and must not come back. */
  public boolean isErased(byte[] key) {
    return erased.isErased(Subject.of(key));
  }

  /** Takes in that something is erased. */
  public void receive(byte[] key, EraseHop hop) {
    if (hop.getHash() == null) {
      String messageId = hop.getMessageId();
      erase(messageId == null ? Subject.of(key) : Subject.message(key, messageId), hop);
      return;
    }
    String hash = ErasureStep.hashOf(hop);
    if (hop.getUpTo() != null) {
      erased.markUser(hash, hop.getUpTo());
      run(USER + hash, hop, new ErasureStep(hop));
    } else {
      erased.mark(hash);
      // One search for all: after a reset, very many hashes may come at once.
      run(SEARCH, hop, new ErasureStep(hop));
    }
  }

  /** Erases something that was found to go, as it names an erased user; no command waits for it. */
  public void erase(Subject subject, boolean withThreads, ErasedUser user) {
    erase(subject, ErasureStep.unasked(null, withThreads, user));
  }

  /** Erases something that goes, too. */
  public void eraseToo(Subject subject, ErasureStep step) {
    erase(subject, step.next(null, false));
  }

  /** Tells the owner of what a key names that it is erased. */
  public void tell(Key key, boolean withThreads, ErasureStep step) {
    stage.send(key, step.next(null, withThreads));
  }

  /** Tells the owner of something that named what is erased. */
  public void tell(Subject subject, ErasureStep step) {
    stage.send(subject.keyBytes(), step.next(messageOf(subject), false));
  }

  /** Tells the owner of something that comes for what was erased long ago. */
  public void refuse(Subject subject, byte[] erasedKey) {
    ErasedUser user = erased.userOf(Subject.of(erasedKey));
    stage.send(subject.keyBytes(), ErasureStep.unasked(messageOf(subject), false, user));
  }

  /** Which users things name. */
  public UserNamings users() {
    return users;
  }

  private void erase(Subject subject, EraseHop hop) {
    // The step may come before the command itself. From here on the user is erased here, too: what
    // goes now takes along what it says of the user, and nobody could find that later.
    ErasedUser user = ErasureStep.userOf(hop);
    if (user != null) {
      erased.markUser(user.hash(), user.upTo());
    }
    boolean again = erased.isErased(subject);
    erased.mark(subject, hop.getWithThreads(), user);
    if (!again) {
      begin(subject, hop);
      return;
    }
    String name = SUBJECT + subject.key();
    DrainRow going = subject.isMessage() ? null : erased.drain(name);
    if (going == null) {
      new ErasureStep(hop).report(stage);
    } else {
      join(name, going, hop);
    }
  }

  private void begin(Subject subject, EraseHop hop) {
    ErasureStep step = new ErasureStep(hop);
    stage.awaiting(step::awaited, () -> begin(subject, hop, step));
    if (subject.isMessage()) {
      step.report(stage);
    } else {
      run(SUBJECT + subject.key(), hop, step);
    }
  }

  /** Drains something, with a first step that may have begun. */
  private void run(String name, EraseHop hop, ErasureStep step) {
    DrainRow going = erased.drain(name);
    if (going != null) {
      join(name, going, hop);
      return;
    }
    DrainRow drain = new DrainRow(new ArrayList<>(List.of(hop)), 0L, null, 0L, 0L, 0L, 0L);
    if (isDone(name, drain, step)) {
      report(drain);
    } else {
      erased.putDrain(name, drain);
    }
  }

  /**
   * Waits for a drain that is going on, which looks through everything once more. Many may wait for
   * one, so each is a row of its own.
   */
  private void join(String name, DrainRow going, EraseHop hop) {
    if (hop.getErasure() != null) {
      erased.putWaiting(name, hop);
    }
    going.setCursor(null);
    erased.putDrain(name, going);
  }

  /** Tells the commands that waited for a drain which is over by now. */
  private void letGo() {
    nextWaiting =
        erased.takeWaiting(nextWaiting, rowsAtOnce, done -> new ErasureStep(done).report(stage));
  }

  /** One step for each of some things that are being erased, in turn. */
  private void goOn() {
    List<String> names = erased.drains(next, DRAINS_AT_ONCE);
    Deadline deadline = Deadline.in(MOST);
    for (String name : names) {
      next = name;
      timer.each(name.getBytes(StandardCharsets.UTF_8), this::goOn);
      if (deadline.isOver()) {
        return;
      }
    }
    if (names.size() < DRAINS_AT_ONCE) {
      next = null;
    }
  }

  private void goOn(byte[] nameBytes) {
    String name = new String(nameBytes, StandardCharsets.UTF_8);
    DrainRow drain = erased.drain(name);
    if (drain == null) {
      return;
    }
    if (isDone(name, drain, new ErasureStep(drain.getHops().get(0)))) {
      erased.putDrain(name, null);
      report(drain);
    } else {
      erased.putDrain(name, drain);
    }
  }

  private boolean isDone(String name, DrainRow drain, ErasureStep step) {
    String rest = name.substring(1);
    boolean done =
        switch (name.charAt(0)) {
          case SUBJECT -> drainSome(new Subject(rest, ""), step);
          case USER -> eraseNamings(rest, drain, step);
          default -> search(drain, step);
        };
    step.addTo(drain);
    return done;
  }

  private boolean drainSome(Subject subject, ErasureStep step) {
    boolean[] done = {false};
    stage.awaiting(step::awaited, () -> done[0] = drain(subject, rowsAtOnce, step));
    return done[0];
  }

  /** What was erased counts for the command that was first. */
  private void report(DrainRow drain) {
    ErasureStep.all(drain).report(stage);
    List<EraseHop> hops = drain.getHops();
    hops.subList(1, hops.size()).forEach(other -> new ErasureStep(other).report(stage));
  }

  /** What names a user and was made before the user was erased goes. */
  private boolean eraseNamings(String hash, DrainRow drain, ErasureStep step) {
    byte[] from = drain.getCursor() == null ? null : drain.getCursor().array();
    List<ErasedRows.Naming> some = erased.namings(hash, from, rowsAtOnce);
    long upTo = erased.upTo(hash);
    for (ErasedRows.Naming naming : some) {
      if (naming.createdAt() <= upTo) {
        eraseNaming(naming.thing(), step);
      }
    }
    if (some.size() < rowsAtOnce) {
      return true;
    }
    Subject last = some.get(some.size() - 1).thing();
    drain.setCursor(ByteBuffer.wrap(erased.placeOf(hash, last)));
    return false;
  }

  /** What names an erased user goes: a thread with its message, a trace with its threads. */
  private void eraseNaming(Subject thing, ErasureStep step) {
    boolean withThreads = Key.parse(thing.key()).kind() == Key.Kind.TRACE;
    erase(new Subject(thing.key(), ""), step.next(null, withThreads));
  }

  /** Looks through all that the stage holds for what is marked and yet there. */
  private boolean search(DrainRow drain, ErasureStep step) {
    Search search = new Search(held(), mentions, drain.getCursor());
    for (Subject subject : search.next(rowsAtOnce)) {
      if (erased.isErased(subject)) {
        begin(subject, step.next(null, false));
      }
    }
    drain.setCursor(search.cursor());
    return search.cursor() == null;
  }

  private static String messageOf(Subject subject) {
    return subject.isMessage() ? subject.messageId() : null;
  }
}
