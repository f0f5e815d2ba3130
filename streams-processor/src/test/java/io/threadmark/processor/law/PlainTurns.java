package io.threadmark.processor.law;

import io.threadmark.schema.Content;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Which messages tell one turn. */
public final class PlainTurns {
  private PlainTurns() {}

  /** The messages of a thread that spans tell of, where the application itself does, too. */
  static List<ThreadItem> hidden(Collection<ThreadItem> messages) {
    List<ThreadItem> hidden = new ArrayList<>();
    messages.stream()
        .filter(message -> said(message) != null)
        .collect(Collectors.groupingBy(PlainTurns::said))
        .values()
        .forEach(same -> hidden.addAll(hiddenOfOneTurn(same)));
    return hidden;
  }

  private static List<ThreadItem> hiddenOfOneTurn(List<ThreadItem> same) {
    List<ThreadItem> told = new ArrayList<>(same.stream().filter(m -> !isDerived(m)).toList());
    List<ThreadItem> derived =
        same.stream()
            .filter(PlainTurns::isDerived)
            .sorted(
                Comparator.comparing(ThreadItem::createdAt)
                    .thenComparing(ThreadItem::position)
                    .thenComparing(ThreadItem::id))
            .toList();
    List<ThreadItem> hidden = new ArrayList<>();
    for (ThreadItem message : derived) {
      told.stream()
          .filter(other -> trace(message) != null && trace(message).equals(trace(other)))
          .findFirst()
          .ifPresent(
              twin -> {
                told.remove(twin);
                hidden.add(message);
              });
    }
    for (ThreadItem message : derived) {
      if (!hidden.contains(message) && !told.isEmpty()) {
        told.remove(0);
        hidden.add(message);
      }
    }
    return hidden;
  }

  /** Whether only spans tell of a message. */
  public static boolean isDerived(ThreadItem message) {
    return message.facts().registers().values().stream()
        .allMatch(said -> said.weight().precedence() < 0);
  }

  /** A message's trace, in one spelling; null where it names none. */
  public static String trace(ThreadItem message) {
    String trace = message.facts().text("trace_id");
    return trace == null ? null : Ref.oneSpelling(trace);
  }

  /** Role and content, or role and calls; null where there is neither. */
  public static String said(ThreadItem message) {
    Content content = (Content) message.facts().get("content");
    String calls = message.facts().text("tool_calls");
    String role = Objects.toString(message.facts().get("role"));
    if (content != null) {
      boolean json = content.getJson() != null;
      return role
          + "\0"
          + (json ? "j" + content.getJson().strip() : "t" + content.getText().strip());
    }
    return calls == null ? null : role + "\0c" + calls;
  }
}
