package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyTest {

  @Test
  void aKeyIsReadable() {
    assertThat(Key.trace("acme", "tr-1")).hasToString("acme/t/tr-1");
    assertThat(Key.clientRequest("acme", "req 1")).hasToString("acme/c/req 1");
    assertThat(Key.thread("acme", "trace:x")).hasToString("acme/h/trace:x");
    assertThat(Key.feedback("größe", "👍")).hasToString("größe/f/👍");
  }

  @Test
  void onlyPercentSlashAndControlCharactersAreEncoded() {
    assertThat(Key.thread("a/b", "100%\n\u0085")).hasToString("a%2Fb/h/100%25%0A%C2%85");
  }

  @Property
  void everyIdComesBackFromItsKey(
      @ForAll @NotEmpty @StringLength(max = 40) String project,
      @ForAll @NotEmpty @StringLength(max = 40) String id,
      @ForAll Key.Kind kind) {
    if (isUnicode(project) && isUnicode(id)) {
      Key key = new Key(project, kind, id);
      assertThat(Key.parse(key.bytes())).isEqualTo(key);
    }
  }

  @Property
  void differentThingsHaveDifferentKeys(
      @ForAll @NotEmpty String project,
      @ForAll @NotEmpty String id,
      @ForAll @NotEmpty String otherProject,
      @ForAll @NotEmpty String otherId) {
    boolean same = project.equals(otherProject) && id.equals(otherId);
    assertThat(
            Key.trace(project, id).toString().equals(Key.trace(otherProject, otherId).toString()))
        .isEqualTo(same);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "acme",
        "acme/t",
        "acme/t/",
        "/t/x",
        "acme/y/y",
        "acme/t/%2f",
        "acme/t/%41",
        "acme/t/%",
        "acme/t/a/b"
      })
  void whatIsNoCanonicalKeyIsRefused(String text) {
    assertThatThrownBy(() -> Key.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bytesThatAreNoUtf8AreRefused() {
    assertThatThrownBy(() -> Key.parse(new byte[] {'a', '/', 't', '/', (byte) 0xFF}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Lone surrogates have no UTF-8; the gateway refuses them. */
  private static boolean isUnicode(String text) {
    return text.codePoints().noneMatch(c -> c >= 0xD800 && c <= 0xDFFF);
  }
}
