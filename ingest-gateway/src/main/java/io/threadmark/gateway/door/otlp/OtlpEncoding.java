package io.threadmark.gateway.door.otlp;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.threadmark.gateway.http.JsonAnswer;
import io.threadmark.gateway.json.JsonDocument;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.core.buffer.Buffer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * How OTLP's messages are written in a body, that of an answer as that of its request. Source:
 * OpenTelemetry Protocol Specification 1.11, OTLP/HTTP.
 */
enum OtlpEncoding {
  PROTOBUF("application/x-protobuf") {
    @Override
    void read(byte[] body, Message.Builder into) throws RequestRefused {
      try {
        into.mergeFrom(body);
      } catch (InvalidProtocolBufferException e) {
        throw new RequestRefused(
            ErrorCode.INVALID_REQUEST,
            "the body is no " + into.getDescriptorForType().getName() + " in protobuf");
      }
    }

    @Override
    Buffer write(Message message) {
      return Buffer.buffer(message.toByteArray());
    }

    /** A {@code google.rpc.Status}: its code is field 1, its message field 2. */
    @Override
    Buffer status(int code, String message) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      CodedOutputStream fields = CodedOutputStream.newInstance(bytes);
      try {
        fields.writeInt32(1, code);
        fields.writeString(2, message);
        fields.flush();
      } catch (IOException e) {
        throw new UncheckedIOException("memory does not fail", e);
      }
      return Buffer.buffer(bytes.toByteArray());
    }
  },

  JSON("application/json") {
    @Override
    void read(byte[] body, Message.Builder into) throws RequestRefused {
      JsonDocument.<Void, RequestRefused>read(
          body,
          0,
          body.length,
          parser -> {
            OtlpJson.read(parser, into);
            return null;
          });
    }

    @Override
    Buffer write(Message message) {
      return JsonAnswer.render(json -> OtlpJson.write(message, json));
    }

    @Override
    Buffer status(int code, String message) {
      return JsonAnswer.render(
          (JsonGenerator json) -> {
            json.writeStartObject();
            json.writeNumberField("code", code);
            json.writeStringField("message", message);
            json.writeEndObject();
          });
    }
  };

  private final String mediaType;

  OtlpEncoding(String mediaType) {
    this.mediaType = mediaType;
  }

  /**
   * The encoding by the header {@code Content-Type}.
   *
   * @param header null where there is none, which nobody can read
   */
  static OtlpEncoding of(String header) throws RequestRefused {
    String type = header == null ? "" : header.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    for (OtlpEncoding encoding : values()) {
      if (encoding.mediaType.equals(type)) {
        return encoding;
      }
    }
    if (type.equals("application/protobuf")) {
      return PROTOBUF;
    }
    throw new RequestRefused(
        ErrorCode.UNSUPPORTED_MEDIA_TYPE,
        "Content-Type",
        "must be application/x-protobuf or application/json");
  }

  String mediaType() {
    return mediaType;
  }

  /** Reads a body. */
  abstract void read(byte[] body, Message.Builder into) throws RequestRefused;

  /** Writes an answer. */
  abstract Buffer write(Message message);

  /**
   * Writes why a request failed.
   *
   * @param code of gRPC
   */
  abstract Buffer status(int code, String message);
}
