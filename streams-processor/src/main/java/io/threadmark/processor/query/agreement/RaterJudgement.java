package io.threadmark.processor.query.agreement;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.threadmark.processor.feedback.rows.ValueWord;
import io.threadmark.schema.Feedback;
import io.threadmark.schema.Micros;
import io.threadmark.schema.Source;
import io.threadmark.schema.Target;
import io.threadmark.schema.state.PlacedFeedback;
import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;

/**
 * What one rater said of one unit.
 *
 * @param name the feedback's name
 * @param unit the trace that the feedback was matched to, with the span that it names, or the
 *     thread that it is on, with the message
 * @param rater the type and the id of the source
 * @param numeric whether its kind is NUMERIC
 * @param value equal for equal values: a number without trailing zeros, else JSON as the gateway
 *     spells it, or a digest where that is long
 * @param time when it was last said, in microseconds
 * @param revision orders statements of one time
 * @param hash orders statements of one revision
 */
record RaterJudgement(
    String name,
    String unit,
    String rater,
    boolean numeric,
    String value,
    long time,
    long revision,
    String hash) {
  private static final int LONGEST_VALUE = 64;
  private static final int IN_MEMORY = 600;

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  private static final Comparator<RaterJudgement> BY_STAMP =
      Comparator.comparingLong(RaterJudgement::time)
          .thenComparingLong(RaterJudgement::revision)
          .thenComparing(RaterJudgement::hash);

  /** The judgement that a piece of feedback is; null where it has no value, such as an error. */
  static RaterJudgement of(PlacedFeedback placed) {
    Feedback feedback = placed.getLive().getFeedback();
    String value = value(feedback.getValueJson());
    if (value == null) {
      return null;
    }
    Source source = feedback.getSource();
    var stamp = feedback.getStamp();
    byte[] hash = new byte[stamp.getContentHash().remaining()];
    stamp.getContentHash().duplicate().get(hash);
    return new RaterJudgement(
        feedback.getName(),
        unit(placed),
        source.getType() + '/' + source.getId(),
        feedback.getKind().equals("NUMERIC"),
        value,
        Micros.of(stamp.getEventTime()),
        stamp.getRevision(),
        HexFormat.of().formatHex(hash));
  }

  /** The one that counts where a rater judged a unit twice. */
  RaterJudgement newer(RaterJudgement other) {
    return BY_STAMP.compare(this, other) >= 0 ? this : other;
  }

  /** About how much memory it takes, with its place in the tally, and again as a part of JSON. */
  long heldBytes() {
    return IN_MEMORY + 3L * (name.length() + unit.length() + rater.length() + value.length());
  }

  /** Whether the value is a number, whatever the kind. */
  boolean isNumber() {
    char first = value.charAt(0);
    return first == '-' || (first >= '0' && first <= '9');
  }

  /** The number that the value is. */
  double number() {
    return Double.parseDouble(value);
  }

  /** Parts between zero characters, which no id has. */
  private static String unit(PlacedFeedback placed) {
    Target target = placed.getLive().getFeedback().getTarget();
    return placed.getTraceId() == null
        ? "h\0" + placed.getThreadId() + '\0' + orNothing(target.getMessageId())
        : "t\0" + placed.getTraceId() + '\0' + orNothing(target.getSpanId());
  }

  private static String orNothing(String id) {
    return id == null ? "" : id;
  }

  private static String value(String json) {
    if (json == null) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(json);
      if (node.isMissingNode() || node.isNull()) {
        return null;
      }
      if (node.isNumber()) {
        BigDecimal number = node.decimalValue().stripTrailingZeros();
        return Double.isFinite(number.doubleValue()) ? number.toString() : null;
      }
      String text =
          node.isTextual()
              ? JSON.writeValueAsString(ValueWord.folded(node.textValue()))
              : JSON.writeValueAsString(node);
      return text.length() <= LONGEST_VALUE ? text : digest(text);
    } catch (JsonProcessingException | RuntimeException e) {
      return null; // what one record says must not cost the others their figure
    }
  }

  /** JSON is never like it. */
  private static String digest(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "sha-256:" + HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
