package io.threadmark.dataset.turn;

import java.util.Locale;
import java.util.Optional;

/** The roles that chat formats have in common. */
public enum Role {
  SYSTEM,
  USER,
  ASSISTANT,
  TOOL;

  /** Empty for roles that no chat format has room for, such as {@code retrieval}. */
  static Optional<Role> of(String word) {
    if (word == null) {
      return Optional.empty();
    }
    return switch (word.toLowerCase(Locale.ROOT)) {
      case "system", "developer" -> Optional.of(SYSTEM);
      case "user", "human" -> Optional.of(USER);
      case "assistant", "ai", "bot", "model" -> Optional.of(ASSISTANT);
      case "tool", "function" -> Optional.of(TOOL);
      default -> Optional.empty();
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
