package io.threadmark.processor.visibility;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.processor.stage.DeadRecords.Death;
import java.util.Locale;

/**
 * What became of a statement, as far as is known from all that came.
 *
 * @param death why it is dead; null where it is not
 */
public record Effect(Kind kind, Death death) {
  static final Effect APPLIED = new Effect(Kind.APPLIED, null);
  static final Effect SUPERSEDED = new Effect(Kind.SUPERSEDED, null);
  static final Effect ERASED = new Effect(Kind.ERASED, null);

  /** See {@code docs/data-model.md}. */
  public enum Kind {
    APPLIED,
    SUPERSEDED,
    ERASED,
    DEAD
  }

  static Effect dead(Death death) {
    return new Effect(Kind.DEAD, death);
  }

  public boolean isDead() {
    return kind == Kind.DEAD;
  }

  /** Tells an effect; null of what is not known yet. */
  public static ObjectNode tell(Effect effect, ObjectNode into) {
    if (effect == null) {
      return into.putNull("effect");
    }
    into.put("effect", effect.kind.name().toLowerCase(Locale.ROOT));
    if (effect.isDead()) {
      into.put("reason", effect.death.reason()).put("message", effect.death.message());
    }
    return into;
  }
}
