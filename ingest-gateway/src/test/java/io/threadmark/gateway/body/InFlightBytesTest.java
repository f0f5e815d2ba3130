package io.threadmark.gateway.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class InFlightBytesTest {

  @Property(tries = 200)
  void shares_never_hold_more_than_the_limit_and_nothing_is_lost(
      @ForAll @Size(max = 40) List<@IntRange(max = 80) Integer> sizes) {
    InFlightBytes inFlight = new InFlightBytes(100);
    List<InFlightBytes.Share> shares = new ArrayList<>();
    long held = 0;
    for (int size : sizes) {
      InFlightBytes.Share share = inFlight.share();
      boolean fits = held + size <= 100 || size == 0;
      assertThat(share.resize(size)).isEqualTo(fits);
      held += fits ? size : 0;
      assertThat(inFlight.held()).isEqualTo(held);
      shares.add(share);
    }
    shares.forEach(InFlightBytes.Share::release);
    shares.forEach(InFlightBytes.Share::release);
    assertThat(inFlight.held()).isZero();
  }

  @Example
  void a_share_that_finds_no_room_keeps_what_it_has() {
    InFlightBytes inFlight = new InFlightBytes(100);
    InFlightBytes.Share share = inFlight.share();

    assertThat(share.resize(60)).isTrue();
    assertThat(share.resize(101)).isFalse();
    assertThat(inFlight.held()).isEqualTo(60);
    assertThat(share.resize(10)).isTrue();
    assertThat(inFlight.held()).isEqualTo(10);
  }
}
