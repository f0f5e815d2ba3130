package io.threadmark.processor.topology;

import io.threadmark.processor.law.MergedFacts;
import io.threadmark.processor.law.Piece;
import io.threadmark.processor.law.Ref;
import io.threadmark.processor.law.ThreadAtRest;
import io.threadmark.processor.law.Weight;
import io.threadmark.schema.Content;
import io.threadmark.schema.Key;
import io.threadmark.schema.state.FactsRow;
import io.threadmark.schema.state.HeadRow;
import io.threadmark.schema.state.LiveFeedback;
import io.threadmark.schema.state.PlacedFeedback;
import io.threadmark.schema.state.Rank;
import io.threadmark.schema.state.Register;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** What stands in rows when what is at rest is this. */
final class ExpectedValues {

  private ExpectedValues() {}

  static HeadRow head(ThreadAtRest thread) {
    return HeadRow.newBuilder()
        .setMessageCount(thread.count('m'))
        .setTraceCount(thread.count('t'))
        .setFeedbackCount(thread.count('f'))
        .setItemCount(thread.items().size() + thread.hidden().size())
        .setTitle(thread.title())
        .setUser(thread.user())
        .setIntents(thread.words("intents"))
        .setIssues(thread.words("issues"))
        .setTags(thread.texts("tags"))
        .setCreatedAt(micros(thread.createdAt()))
        .setUpdatedAt(micros(thread.updatedAt()))
        .build();
  }

  static PlacedFeedback placed(Piece piece) {
    return new PlacedFeedback(
        new LiveFeedback(
            piece.winner(),
            piece.supersededBy(),
            micros(piece.createdAt()),
            micros(piece.firstReceivedAt())),
        piece.traceId(),
        piece.threadId(),
        piece.matchedAt() == null ? null : micros(piece.matchedAt()),
        piece.state() == Piece.State.UNMATCHED);
  }

  static FactsRow row(MergedFacts facts) {
    Map<String, Register> registers = new TreeMap<>();
    facts
        .registers()
        .forEach(
            (name, said) ->
                registers.put(
                    registerName(name),
                    new Register(
                        facts.remembered().indexOf(said.weight()), registerText(said.value()))));
    return new FactsRow(
        facts.remembered().stream().map(ExpectedValues::rank).toList(),
        registers,
        micros(facts.createdAt()),
        micros(facts.firstReceivedAt()),
        facts.position());
  }

  private static String registerName(String name) {
    return name.replaceFirst("^user\\.segments", "segments")
        .replaceFirst("^(user|error)\\.", "$1_");
  }

  private static String registerText(Object value) {
    if (value instanceof Boolean) {
      return "+";
    }
    if (value instanceof Content content) {
      return content.getJson() == null ? "t" + content.getText() : "j" + content.getJson();
    }
    if (value instanceof Instant time) {
      return Long.toString(micros(time));
    }
    return value == null ? null : value.toString();
  }

  static Rank rank(Weight weight) {
    return new Rank(
        weight.precedence(),
        micros(weight.stamp().getEventTime()),
        weight.stamp().getRevision(),
        weight.stamp().getContentHash());
  }

  /** The first half of SHA-256, in hexadecimal. */
  static String hash(String text) {
    try {
      byte[] all =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(all, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  static Key key(Ref ref) {
    return switch (ref.kind()) {
      case 't' -> Key.trace(ref.project(), ref.id());
      case 'c' -> Key.clientRequest(ref.project(), ref.id());
      default -> Key.thread(ref.project(), ref.id());
    };
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }
}
