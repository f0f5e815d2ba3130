package io.threadmark.gateway.door.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.threadmark.gateway.json.Utf8;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Reads and writes messages in OTLP's JSON, which is that of protobuf but for a few words: ids of
 * traces and spans are hex digits, enums are numbers (their names are taken, too), names of fields
 * are camelCase (snake_case is taken, too), and fields that are not known are passed over. Source:
 * OpenTelemetry Protocol Specification 1.11, "JSON Protobuf Encoding".
 */
final class OtlpJson {
  /** As deep as protobuf's own reader goes. */
  private static final int DEEPEST = 100;

  private static final Set<String> HEX = Set.of("trace_id", "span_id", "parent_span_id");
  private static final char REPLACEMENT = 0xFFFD;

  private static final Map<Descriptor, Map<String, FieldDescriptor>> FIELDS =
      new ConcurrentHashMap<>();

  private final JsonParser parser;

  private OtlpJson(JsonParser parser) {
    this.parser = parser;
  }

  /** Reads the message that begins at the parser's current token. */
  static void read(JsonParser parser, Message.Builder into) throws IOException, RequestRefused {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "the body must be an object");
    }
    new OtlpJson(parser).message(into, 1);
  }

  private void message(Message.Builder into, int depth) throws IOException, RequestRefused {
    if (depth > DEEPEST) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "the body is nested more than " + DEEPEST + " messages deep");
    }
    Map<String, FieldDescriptor> fields = fields(into.getDescriptorForType());
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      FieldDescriptor field = fields.get(parser.currentName());
      JsonToken token = parser.nextToken();
      if (field == null) {
        parser.skipChildren();
      } else if (token != JsonToken.VALUE_NULL) {
        field(into, field, depth);
      }
    }
  }

  private void field(Message.Builder into, FieldDescriptor field, int depth)
      throws IOException, RequestRefused {
    if (!field.isRepeated()) {
      into.setField(field, value(into, field, depth));
      return;
    }
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrong(field, "must be a list");
    }
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NULL) {
        into.addRepeatedField(field, value(into, field, depth));
      }
    }
  }

  private Object value(Message.Builder parent, FieldDescriptor field, int depth)
      throws IOException, RequestRefused {
    boolean isObject = parser.currentToken() == JsonToken.START_OBJECT;
    if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
      if (!isObject) {
        throw wrong(field, "must be an object");
      }
      Message.Builder into = parent.newBuilderForField(field);
      message(into, depth + 1);
      return into.build();
    }
    if (isObject || parser.currentToken() == JsonToken.START_ARRAY) {
      throw wrong(field, "must be one value");
    }
    String text = parser.getText();
    try {
      return switch (field.getJavaType()) {
        case STRING -> wellFormed(text);
        case BYTE_STRING -> bytes(field, text);
        case INT -> new BigDecimal(text).intValueExact();
        case LONG -> number(text);
        case DOUBLE -> Double.valueOf(text);
        case FLOAT -> Float.valueOf(text);
        case BOOLEAN -> Boolean.valueOf(text);
        case ENUM -> word(field, text);
        case MESSAGE -> throw new IllegalStateException("messages are read above");
      };
    } catch (ArithmeticException | IllegalArgumentException e) {
      throw wrong(field, "is no " + field.getType().name().toLowerCase(Locale.ROOT));
    }
  }

  /** A whole number of up to 64 bits; of those without a sign, the upper half is negative here. */
  private static long number(String text) {
    boolean isPlain = text.length() < 20 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    if (isPlain) {
      return Long.parseUnsignedLong(text);
    }
    BigDecimal number = new BigDecimal(text);
    // The exponent may be anything, and to spell such a number out would take all memory.
    if (Math.abs((long) number.scale()) > 64) {
      throw new NumberFormatException();
    }
    return number.signum() < 0
        ? number.longValueExact()
        : Long.parseUnsignedLong(number.toBigIntegerExact().toString());
  }

  /** Digits that are no id make no id, which is then the fault of its span alone. */
  private static ByteString bytes(FieldDescriptor field, String text) {
    if (HEX.contains(field.getName())) {
      try {
        return ByteString.copyFrom(HexFormat.of().parseHex(text));
      } catch (IllegalArgumentException e) {
        return ByteString.copyFromUtf8("?");
      }
    }
    Base64.Decoder decoder =
        text.indexOf('-') >= 0 || text.indexOf('_') >= 0
            ? Base64.getUrlDecoder()
            : Base64.getDecoder();
    return ByteString.copyFrom(decoder.decode(text));
  }

  private static EnumValueDescriptor word(FieldDescriptor field, String text) {
    EnumValueDescriptor named = field.getEnumType().findValueByName(text);
    return named != null
        ? named
        : field
            .getEnumType()
            .findValueByNumberCreatingIfUnknown(new BigDecimal(text).intValueExact());
  }

  /** An exporter cannot mend half a character, and protobuf could not have brought it. */
  private static String wellFormed(String text) {
    if (Utf8.firstLoneSurrogate(text) < 0) {
      return text;
    }
    int[] mended =
        text.codePoints()
            .map(c -> Character.getType(c) == Character.SURROGATE ? REPLACEMENT : c)
            .toArray();
    return new String(mended, 0, mended.length);
  }

  private static RequestRefused wrong(FieldDescriptor field, String problem) {
    return new RequestRefused(ErrorCode.INVALID_REQUEST, field.getJsonName(), problem);
  }

  private static Map<String, FieldDescriptor> fields(Descriptor message) {
    return FIELDS.computeIfAbsent(
        message,
        type -> {
          Map<String, FieldDescriptor> fields = new HashMap<>();
          for (FieldDescriptor field : type.getFields()) {
            fields.put(field.getJsonName(), field);
            fields.put(field.getName(), field);
          }
          return Map.copyOf(fields);
        });
  }

  /** Writes a message of texts, whole numbers and messages, as answers are. */
  static void write(Message message, JsonGenerator json) throws IOException {
    json.writeStartObject();
    for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
      json.writeFieldName(field.getKey().getJsonName());
      if (field.getValue() instanceof Message inner) {
        write(inner, json);
      } else {
        json.writeString(field.getValue().toString()); // whole numbers of 64 bits are texts
      }
    }
    json.writeEndObject();
  }
}
