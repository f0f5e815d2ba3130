package io.threadmark.processor.erasure.rows;

import io.threadmark.schema.Key;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Which things ever named which user, and whether one of those was erased. */
public final class UserNamings {
  private final ErasedRows erased;
  private final Mentions mentions;

  public UserNamings(ErasedRows erased, Mentions mentions) {
    this.erased = erased;
    this.mentions = mentions;
  }

  /**
   * What a statement says of users.
   *
   * @param before the user that a thing named before the statement came; or null
   * @param said the user that the statement names; or null
   * @param now the user that the thing names now; or null
   */
  public record Change(Key before, Key said, Key now) {
    /** Of ids, where null is none. */
    public static Change of(String project, String before, String said, String now) {
      return new Change(key(project, before), key(project, said), key(project, now));
    }

    private boolean changesNothing() {
      return Objects.equals(before, now) && (said == null || said.equals(now));
    }

    private static Key key(String project, String id) {
      return id == null ? null : Key.user(project, id);
    }
  }

  /**
   * Keeps what a statement about a thing says of users.
   *
   * @param madeBefore when the thing was made, as far as was known before the statement; {@link
   *     Long#MAX_VALUE} where nothing was
   * @param made when it was made, in microseconds
   * @return the erased user whom the thing ever named, so that it goes; null where there is none
   */
  public ErasedUser keep(Subject thing, Change change, long madeBefore, long made) {
    boolean isNew = madeBefore == Long.MAX_VALUE;
    Key now = change.now;
    if (change.changesNothing() && (made == madeBefore || (isNew && now == null))) {
      return null;
    }
    mentions.keep(thing, change.before, change.said, now);
    // A new thing has no former user, so there is nothing to look for.
    boolean first = isNew && now != null && now.equals(change.said);
    ErasedUser erasedUser = null;
    for (Key user : first ? List.of(now) : usersOf(thing, now)) {
      String hash = hashOf(user);
      erased.putNaming(hash, thing, made);
      if (made <= erased.upTo(hash)) {
        erasedUser = new ErasedUser(hash, erased.upTo(hash));
      }
    }
    return erasedUser;
  }

  /**
   * The erased user whom a thing ever named; null where there is none.
   *
   * @param now the user that it names now; or null
   * @param made when it was made, in microseconds
   */
  public ErasedUser erasedUserOf(Subject thing, Key now, long made) {
    return usersOf(thing, now).stream()
        .map(user -> erasedUser(user, made))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
  }

  /** A user, if erased up to a time or later; null if not. */
  public ErasedUser erasedUser(Key user, long time) {
    if (user == null) {
      return null;
    }
    String hash = hashOf(user);
    long upTo = erased.upTo(hash);
    return time <= upTo ? new ErasedUser(hash, upTo) : null;
  }

  /**
   * Forgets which users a thing named.
   *
   * @param now the user that it names now; or null
   */
  public void forget(Subject thing, Key now) {
    usersOf(thing, now).forEach(user -> erased.deleteNaming(hashOf(user), thing));
  }

  private List<Key> usersOf(Subject thing, Key now) {
    List<Key> users = new ArrayList<>();
    if (now != null) {
      users.add(now);
    }
    mentions.former(thing).stream().filter(key -> key.kind() == Key.Kind.USER).forEach(users::add);
    return users;
  }

  private String hashOf(Key user) {
    return erased.hash(Subject.of(user));
  }
}
