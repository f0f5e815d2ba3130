package io.threadmark.schema.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InternalSecretTest {
  private static final String FIRST = "a-secret-of-tests-0123456789/+=.;";
  private static final String SECOND = "another_secret~of-tests-0123456789";

  @TempDir Path folder;

  @Test
  void withoutOneWhoeverAsksIsAnsweredAndNothingIsShown() {
    InternalSecret none = InternalSecret.of(Settings.of(Map.of("internal.secret", " ")));

    assertThat(none.isSet()).isFalse();
    assertThat(none.authorization()).isEmpty();
    assertThat(none.accepts(null)).isTrue();
    assertThat(none.accepts("Bearer " + FIRST)).isTrue();
    assertThat(none.keysFor("anything")).isEmpty();
  }

  @Test
  void theFirstIsShownAndAllAreAccepted() {
    InternalSecret secret = of(FIRST + "," + SECOND);

    assertThat(secret.authorization()).contains("Bearer " + FIRST);
    assertThat(secret.accepts("Bearer " + FIRST)).isTrue();
    assertThat(secret.accepts("Bearer " + SECOND)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "Bearer ", FIRST, "Bearer " + FIRST + " ", "Bearer x" + FIRST, "Bearer é"})
  void nothingElseIsAccepted(String shown) {
    assertThat(of(FIRST + "," + SECOND).accepts(shown)).isFalse();
    assertThat(of(FIRST).accepts("Bearer " + SECOND)).isFalse();
    assertThat(of(FIRST).accepts(null)).isFalse();
  }

  @Test
  void aFileMayHoldThem() throws IOException {
    Path file = Files.writeString(folder.resolve("secret"), FIRST + "\n" + SECOND + "\n");
    InternalSecret secret =
        InternalSecret.of(
            Settings.fromEnvironment(Map.of("THREADMARK_INTERNAL_SECRET_FILE", file.toString())));

    assertThat(secret.authorization()).contains("Bearer " + FIRST);
    assertThat(secret.accepts("Bearer " + SECOND)).isTrue();
  }

  @Test
  void aFileThatCannotBeReadOrIsEmptyIsRefused() throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    for (Path file : new Path[] {empty, folder.resolve("none")}) {
      assertThatIllegalArgumentException()
          .isThrownBy(
              () -> InternalSecret.of(Settings.of(Map.of("internal.secret.file", file.toString()))))
          .withMessageContaining("THREADMARK_INTERNAL_SECRET_FILE");
    }
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                InternalSecret.of(
                    Settings.of(
                        Map.of(
                            "internal.secret", FIRST, "internal.secret.file", empty.toString()))))
        .withMessageContaining("both");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        FIRST + ",short",
        "," + FIRST,
        FIRST + "é",
        "0123456789-0123456789-012345678",
      })
  void whatIsNoSecretIsRefusedWithoutBeingTold(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(text))
        .withMessageContaining("THREADMARK_INTERNAL_SECRET")
        .withMessageContaining("32")
        .satisfies(refused -> assertThat(refused.getMessage()).doesNotContain(text))
        .withNoCause();
  }

  @Test
  void itsKeysAreOfOnePurposeAndDoNotTellIt() {
    InternalSecret secret = of(FIRST + "," + SECOND);

    assertThat(secret.keysFor("one")).hasSize(2).doesNotHaveDuplicates();
    assertThat(secret.keysFor("one").get(0))
        .isEqualTo(of(FIRST).keysFor("one").get(0))
        .isNotEqualTo(secret.keysFor("other").get(0));
    assertThat(secret.toString()).doesNotContain(FIRST).doesNotContain(SECOND);
  }

  private static InternalSecret of(String text) {
    return InternalSecret.of(Settings.of(Map.of("internal.secret", text)));
  }
}
