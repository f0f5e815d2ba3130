package io.threadmark.standalone.deadletters;

import io.threadmark.schema.DeadLetter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Dead letters as tests need them. */
final class SampleLetters {
  static final Instant TIME = Instant.parse("2026-01-01T00:00:00Z");

  private SampleLetters() {}

  /** A letter of a trace, which came so many seconds after {@link #TIME}. */
  static Letter letter(LetterAddress address, int seconds, DeadLetter content) {
    return new Letter(address, TIME.plusSeconds(seconds), 100, content);
  }

  static Letter letter(DeadLetter content) {
    return letter(new LetterAddress(0, 7), 0, content);
  }

  static DeadLetter.Builder content(String reason) {
    return DeadLetter.newBuilder()
        .setReason(reason)
        .setMessage("what is wrong")
        .setStage("resolve")
        .setTopic("threadmark.traces")
        .setPartition(3)
        .setOffset(17)
        .setRecordTime(TIME)
        .setKey(bytes("default/t/t1"))
        .setValue(bytes("value"));
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }
}
