package io.threadmark.processor.query.list;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.threadmark.processor.index.Place;
import io.threadmark.processor.query.http.RequestProblem;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;

/** Where a page ended, as clients carry it: the order, the rank and the id of its last row. */
final class Cursor {
  private static final byte VERSION = 1;

  private Cursor() {}

  static String write(Place place, String sort) {
    byte[] order = sort.getBytes(UTF_8);
    byte[] id = place.id().getBytes(UTF_8);
    byte[] bytes =
        ByteBuffer.allocate(2 + order.length + Long.BYTES + id.length)
            .put(VERSION)
            .put((byte) order.length)
            .put(order)
            .putLong(place.rank())
            .put(id)
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * @throws RequestProblem where it is none, or one of another order
   */
  static Place read(String text, String sort) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(text));
      if (bytes.get() == VERSION) {
        byte[] order = new byte[bytes.get()];
        bytes.get(order);
        long rank = bytes.getLong();
        String id = UTF_8.decode(bytes).toString();
        if (!new String(order, UTF_8).equals(sort)) {
          throw RequestProblem.invalid("cursor", "is of a list in another order than " + sort);
        }
        return new Place(rank, id, -1);
      }
    } catch (IllegalArgumentException | BufferUnderflowException | NegativeArraySizeException e) {
      // said below
    }
    throw RequestProblem.invalid("cursor", "must be the next_cursor of the page before");
  }
}
