package io.threadmark.it;

import java.util.List;

/**
 * A dead letter as a subscriber gets it; bytes are in hex, so that two can be compared.
 *
 * @param place its partition and offset
 * @param origin what it says of the place of the record that it is about
 * @param key its key
 * @param value its value
 * @param headers its headers, in order
 * @param time its timestamp
 */
record StoredLetter(
    String place, String origin, String key, String value, List<String> headers, long time) {

  /** All but where it stands. */
  List<Object> asItCame() {
    return List.of(key, value, headers, time);
  }
}
