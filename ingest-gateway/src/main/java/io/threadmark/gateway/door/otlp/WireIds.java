package io.threadmark.gateway.door.otlp;

import com.google.protobuf.ByteString;
import io.threadmark.gateway.refusal.InvalidEvent;
import java.util.HexFormat;

/** OpenTelemetry's ids: bytes on the wire, lower-case hex digits with us. All zero is no id. */
final class WireIds {
  private static final int TRACE_BYTES = 16;
  private static final int SPAN_BYTES = 8;

  private WireIds() {}

  static boolean isTrace(ByteString id) {
    return id.size() == TRACE_BYTES && !isNone(id);
  }

  static boolean isSpan(ByteString id) {
    return id.size() == SPAN_BYTES && !isNone(id);
  }

  static String hex(ByteString id) {
    return HexFormat.of().formatHex(id.toByteArray());
  }

  /** The id of a trace, which must be there. */
  static String trace(ByteString id, String path) throws InvalidEvent {
    if (!isTrace(id)) {
      throw wrong(path, TRACE_BYTES);
    }
    return hex(id);
  }

  /** The id of a span, which must be there. */
  static String span(ByteString id, String path) throws InvalidEvent {
    if (!isSpan(id)) {
      throw wrong(path, SPAN_BYTES);
    }
    return hex(id);
  }

  /** The id of a trace; null where none is given. */
  static String traceOrNull(ByteString id, String path) throws InvalidEvent {
    return isNone(id) ? null : trace(id, path);
  }

  /** The id of a span; null where none is given. */
  static String spanOrNull(ByteString id, String path) throws InvalidEvent {
    return isNone(id) ? null : span(id, path);
  }

  private static InvalidEvent wrong(String path, int bytes) {
    return InvalidEvent.field(path, "must have " + bytes + " bytes, not all of them zero");
  }

  private static boolean isNone(ByteString id) {
    for (int i = 0; i < id.size(); i++) {
      if (id.byteAt(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
