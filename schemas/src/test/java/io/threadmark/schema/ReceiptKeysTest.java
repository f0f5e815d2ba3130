package io.threadmark.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.threadmark.schema.settings.InternalSecret;
import io.threadmark.schema.settings.Settings;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ReceiptKeysTest {
  private static final String OLD = "the-old-secret-0123456789-0123456789";
  private static final String NEW = "the-new-secret-0123456789-0123456789";
  private static final Receipt RECEIPT = new Receipt("shop", List.of());

  @Test
  void withoutAnySecretNothingSignsYet() {
    assertThat(ReceiptKeys.of("", InternalSecret.NONE).isEmpty()).isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ReceiptKeys.NONE.verify(ReceiptKeys.ofText("any").sign(RECEIPT)));
  }

  @Test
  void theInternalSecretSignsWithAKeyOfItsOwn() {
    ReceiptKeys keys = ReceiptKeys.of("", internal(NEW));
    String signed = keys.sign(RECEIPT);

    assertThat(ReceiptKeys.of("", internal(NEW)).verify(signed)).isEqualTo(RECEIPT);
    for (ReceiptKeys other :
        List.of(
            ReceiptKeys.ofText(NEW),
            ReceiptKeys.ofText("cluster"),
            ReceiptKeys.of("", internal(OLD)))) {
      assertThatIllegalArgumentException().isThrownBy(() -> other.verify(signed));
      assertThatIllegalArgumentException().isThrownBy(() -> keys.verify(other.sign(RECEIPT)));
    }
  }

  @Test
  void aSecretOfReceiptsGoesBeforeTheInternalOne() {
    assertThat(ReceiptKeys.ofText("own").verify(ReceiptKeys.of("own", internal(NEW)).sign(RECEIPT)))
        .isEqualTo(RECEIPT);
  }

  @Test
  void whileASecretTakesThePlaceOfAnotherBothAreAccepted() {
    ReceiptKeys before = ReceiptKeys.of("", internal(OLD));
    ReceiptKeys ready = ReceiptKeys.of("", internal(OLD + "," + NEW));
    ReceiptKeys changed = ReceiptKeys.of("", internal(NEW + "," + OLD));

    for (ReceiptKeys signs : List.of(before, ready, changed)) {
      for (ReceiptKeys reads : List.of(ready, changed)) {
        assertThat(reads.verify(signs.sign(RECEIPT))).isEqualTo(RECEIPT);
      }
    }
  }

  private static InternalSecret internal(String text) {
    return InternalSecret.of(Settings.of(Map.of("internal.secret", text)));
  }
}
