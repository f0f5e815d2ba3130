package io.threadmark.benchmark;

import java.time.Instant;
import java.util.function.Function;

/**
 * Something that is asked again and again.
 *
 * @param title what it is called
 * @param address where it is asked at a time
 */
record Question(String title, Function<Instant, String> address) {

  /** One whose address is always the same. */
  static Question at(String title, String address) {
    return new Question(title, now -> address);
  }

  /** Its address at the moment. */
  String path(Instant now) {
    return address.apply(now);
  }
}
