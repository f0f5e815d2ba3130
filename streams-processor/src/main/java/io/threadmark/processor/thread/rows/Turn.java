package io.threadmark.processor.thread.rows;

import io.threadmark.processor.facts.Facts;
import io.threadmark.processor.facts.Registers;
import io.threadmark.schema.TraceId;
import io.threadmark.schema.state.FactsRow;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * What a message says and in which role, so that two that tell one turn are known.
 *
 * @param said a hash of role and content, or of role and calls of tools where there is no content
 * @param derived whether spans alone tell of it
 * @param traceId its trace in its canonical form; empty where it names none
 * @param createdAt when it was said, in microseconds
 * @param position where it stands among messages of that time
 */
record Turn(String said, boolean derived, String traceId, long createdAt, long position) {
  private static final int HASH_BYTES = 16;
  private static final char CALLS = 'c';
  private static final char END = 0;

  /** The turn of a message; null where it says nothing, and of null. */
  static Turn of(FactsRow message) {
    if (message == null) {
      return null;
    }
    Facts facts = Facts.of(message);
    String said = said(facts);
    String traceId = facts.get(Registers.TRACE_ID);
    return said == null
        ? null
        : new Turn(
            hash(facts.get(Registers.ROLE) + END + said),
            facts.comeFromSpans(),
            traceId == null ? "" : TraceId.canonical(traceId),
            facts.beganAt(),
            facts.position());
  }

  private static String said(Facts facts) {
    String content = facts.get(Registers.CONTENT);
    if (content != null) {
      // The first letter says what it is; and who passes a text on may trim it.
      return content.charAt(0) + content.substring(1).strip();
    }
    String calls = facts.get(Registers.TOOL_CALLS);
    return calls == null ? null : CALLS + calls;
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(Arrays.copyOf(digest, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
