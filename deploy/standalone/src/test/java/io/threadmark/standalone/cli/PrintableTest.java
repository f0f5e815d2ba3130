package io.threadmark.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrintableTest {

  @Test
  void whatCanBeSeenStaysAsItIs() {
    assertThat(Printable.of("default/h/Où est 我的 🍵? \\ \""))
        .isEqualTo("default/h/Où est 我的 🍵? \\ \"");
  }

  @ParameterizedTest
  @CsvSource({"27", "0", "10", "127", "155", "8206", "8238", "8232", "65279", "57344", "55296"})
  void whatCouldSteerATerminalOrDeceiveAReaderIsEscaped(int point) {
    assertThat(Printable.of("a" + (char) point + "b")).isEqualTo("a\\u%04xb".formatted(point));
  }

  @Test
  void charactersOfTwoUnitsAreEscapedAsJsonDoes() {
    assertThat(Printable.of(Character.toString(0xE0041))).isEqualTo("\\udb40\\udc41");
  }

  @Test
  void bytesAreTextWhereTheyAreUtf8AndElseHex() {
    assertThat(Printable.of("ü\033".getBytes(StandardCharsets.UTF_8))).isEqualTo("ü\\u001b");
    assertThat(Printable.of(new byte[] {'a', (byte) 0xFF})).isEqualTo("0x61ff");
    assertThat(Printable.of(new byte[0])).isEmpty();
  }

  @Test
  void longTextEndsInAnEllipsisAndNoCharacterIsCutApart() {
    assertThat(Printable.shortened("🍵🍵🍵", 3)).isEqualTo("🍵🍵🍵");
    assertThat(Printable.shortened("🍵🍵🍵", 2)).isEqualTo("🍵…");
  }
}
