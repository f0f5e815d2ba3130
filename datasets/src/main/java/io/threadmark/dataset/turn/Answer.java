package io.threadmark.dataset.turn;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * One answer of the assistant and what came before it.
 *
 * @param key names the answer in its thread, by whichever way feedback found it
 * @param prompt everything before the answer, never empty
 * @param tools the tools that the model could call, a list; null where not known
 * @param traceId null where no trace is known
 * @param messageId null where no message is known
 */
public record Answer(
    String key, List<Turn> prompt, Turn turn, JsonNode tools, String traceId, String messageId) {

  /** The prompt as one text, for comparing. */
  public String promptText() {
    return text(prompt);
  }

  public static String text(List<Turn> turns) {
    StringBuilder text = new StringBuilder();
    for (Turn turn : turns) {
      text.append(turn.role().word()).append(": ").append(turn.comparable()).append('\n');
    }
    return text.toString();
  }

  public boolean isReadable() {
    return turn.isReadable() && prompt.stream().allMatch(Turn::isReadable);
  }
}
