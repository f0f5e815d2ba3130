package io.threadmark.processor.query.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.processor.cluster.NotAvailableException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class AllowanceTest {
  private static final int MOST = 100;
  private final Allowance allowance = new Allowance(MOST);

  @Property
  void severalNeverHoldMoreThanTheyMayTogether(
      @ForAll @Size(max = 50) List<@IntRange(min = 1, max = 99) Integer> wanted) {
    List<Allowance.Share> shares = new ArrayList<>();
    long held = 0;
    for (int bytes : wanted) {
      Allowance.Share share = allowance.share();
      shares.add(share);
      if (held + bytes <= MOST) {
        share.add(bytes);
        held += bytes;
      } else {
        assertThatThrownBy(() -> share.add(bytes)).isInstanceOf(NotAvailableException.class);
      }
      assertThat(allowance.held()).isEqualTo(held);
    }
    shares.forEach(Allowance.Share::close);
    shares.forEach(Allowance.Share::close);
    assertThat(allowance.held()).isZero();
  }

  @Test
  void whoeverIsAloneHoldsWhatItNeedsAndOthersNothingMeanwhile() {
    Allowance.Share large = allowance.share();
    large.add(60);
    large.add(600);
    Allowance.Share other = allowance.share();
    assertThatThrownBy(() -> other.add(1)).isInstanceOf(NotAvailableException.class);
    large.close();
    other.add(600);
    assertThat(allowance.held()).isEqualTo(600);
  }

  @Test
  void aShareThatIsGivenBackHoldsNothingMore() {
    Allowance.Share share = allowance.share();
    share.close();
    assertThatThrownBy(() -> share.add(1)).isInstanceOf(NotAvailableException.class);
    assertThat(allowance.held()).isZero();
  }
}
