package io.threadmark.standalone.deadletters;

import static io.threadmark.standalone.deadletters.SampleLetters.bytes;
import static io.threadmark.standalone.deadletters.SampleLetters.content;
import static org.assertj.core.api.Assertions.assertThat;

import io.threadmark.schema.DeadLetter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class ErasureSelectionTest {
  private static final LetterAddress ADDRESS = new LetterAddress(0, 7);
  private static final LetterFilter INVALID =
      new LetterFilter(
          Optional.of("invalid"), Optional.empty(), Optional.empty(), Optional.empty());

  @Test
  void aKeyIsMeantWhole() {
    FoundLetter found = readable(content("invalid").setKey(bytes("default/h/thread-7")).build());

    assertThat(ofKey("default/h/thread-7").takes(found)).isTrue();
    assertThat(ofKey("default/h/thread-").takes(found)).isFalse();
    assertThat(ofKey("default/h/thread-77").takes(found)).isFalse();
    assertThat(ofKey("DEFAULT/h/thread-7").takes(found)).isFalse();
  }

  @Test
  void aTextIsFoundAnywhereInKeyAndValueAndHeaders() {
    assertThat(ofText("Zoë").takes(readable(content("invalid").setValue(bytes("aZoë")).build())))
        .isTrue();
    assertThat(ofText("Zoë").takes(readable(content("invalid").setKey(bytes("p/u/Zoë")).build())))
        .isTrue();
    FoundLetter headed = readable(content("invalid").build());
    headed.stored().headers().add("from", "Zoë's phone".getBytes(StandardCharsets.UTF_8));
    headed.stored().headers().add("empty", null);
    assertThat(ofText("Zoë").takes(headed)).isTrue();
    assertThat(ofText("Zoe").takes(headed)).isFalse();
  }

  @Test
  void whatTheProcessorSaysOfTheRecordIsNotSearched() {
    assertThat(ofText("what is wrong").takes(readable(content("invalid").build()))).isFalse();
    assertThat(ofText("resolve").takes(readable(content("invalid").build()))).isFalse();
  }

  @Test
  void aLetterWithoutKeyAndValueIsNotTaken() {
    FoundLetter bare = readable(content("too_large").setKey(null).setValue(null).build());

    assertThat(ofText("x").takes(bare)).isFalse();
    assertThat(ofKey("x").takes(bare)).isFalse();
  }

  @Test
  void oneOfTheKeysOrTextsIsEnough() {
    ErasureSelection selection =
        new ErasureSelection(List.of("a", "b"), List.of("x", "y"), LetterFilter.ALL);

    assertThat(selection.takes(readable(content("invalid").setKey(bytes("b")).build()))).isTrue();
    assertThat(selection.takes(readable(content("invalid").setValue(bytes("1y1")).build())))
        .isTrue();
    assertThat(selection.takes(readable(content("invalid").setValue(bytes("z")).build())))
        .isFalse();
  }

  @Test
  void theFilterMustTakeItBesides() {
    ErasureSelection selection = new ErasureSelection(List.of("a"), List.of("x"), INVALID);

    assertThat(selection.takes(readable(content("invalid").setKey(bytes("a")).build()))).isTrue();
    assertThat(selection.takes(readable(content("failed").setKey(bytes("a")).build()))).isFalse();
  }

  @Test
  void whatCannotBeReadIsSearchedAsItStands() {
    FoundLetter unreadable = FoundLetter.unreadable(stored("p/h/a", "\0garbage of Zoë"), "no Avro");

    assertThat(ofText("Zoë").takes(unreadable)).isTrue();
    assertThat(ofKey("p/h/a").takes(unreadable)).isTrue();
    assertThat(ofText("Zoe").takes(unreadable)).isFalse();
    assertThat(new ErasureSelection(List.of("p/h/a"), List.of(), INVALID).takes(unreadable))
        .as("its reason is not known")
        .isFalse();
  }

  @Test
  void bytesAreFoundAtBothEndsAndAfterFalseBeginnings() {
    assertThat(ByteSequence.of("aab").isIn("aaab".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(ByteSequence.of("aab").isIn("aabx".getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(ByteSequence.of("aab").isIn("aa".getBytes(StandardCharsets.UTF_8))).isFalse();
    assertThat(ByteSequence.of("aab").isIn(new byte[0])).isFalse();
  }

  private static ErasureSelection ofKey(String key) {
    return new ErasureSelection(List.of(key), List.of(), LetterFilter.ALL);
  }

  private static ErasureSelection ofText(String text) {
    return new ErasureSelection(List.of(), List.of(text), LetterFilter.ALL);
  }

  private static FoundLetter readable(DeadLetter content) {
    return FoundLetter.readable(
        stored("default/t/t0", "unread"), SampleLetters.letter(ADDRESS, 0, content));
  }

  private static ConsumerRecord<byte[], byte[]> stored(String key, String value) {
    return new ConsumerRecord<>(
        "threadmark.dead-letters",
        ADDRESS.partition(),
        ADDRESS.offset(),
        key.getBytes(StandardCharsets.UTF_8),
        value.getBytes(StandardCharsets.UTF_8));
  }
}
