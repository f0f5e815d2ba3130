package io.threadmark.gateway.door.otlp;

import com.google.protobuf.Message;
import io.threadmark.gateway.access.Grant;
import io.threadmark.gateway.access.Scope;
import io.threadmark.gateway.body.BodyIntake;
import io.threadmark.gateway.body.ContentCoding;
import io.threadmark.gateway.body.InFlightBytes;
import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.threadmark.schema.Limits;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.grpc.common.GrpcMessage;
import io.vertx.grpc.common.GrpcMessageDecoder;
import io.vertx.grpc.common.GrpcMessageEncoder;
import io.vertx.grpc.common.ServiceMethod;
import io.vertx.grpc.common.ServiceName;
import io.vertx.grpc.server.GrpcProtocol;
import io.vertx.grpc.server.GrpcServer;
import io.vertx.grpc.server.GrpcServerOptions;
import io.vertx.grpc.server.GrpcServerRequest;
import io.vertx.grpc.server.GrpcServerResponse;

/** Takes OTLP over gRPC. */
final class OtlpGrpc {
  private final OtlpSignal signal;
  private final Exports exports;
  private final OtlpDoor.Tools tools;
  private final Vertx vertx;

  private OtlpGrpc(OtlpSignal signal, Exports exports, OtlpDoor.Tools tools, Vertx vertx) {
    this.signal = signal;
    this.exports = exports;
    this.tools = tools;
    this.vertx = vertx;
  }

  static Handler<HttpServerRequest> server(Vertx vertx, Exports exports, OtlpDoor.Tools tools) {
    GrpcServerOptions options = new GrpcServerOptions().setMaxMessageSize(Limits.BODY_BYTES);
    for (GrpcProtocol protocol : GrpcProtocol.values()) {
      if (protocol != GrpcProtocol.HTTP_2) {
        options.removeEnabledProtocol(protocol);
      }
    }
    GrpcServer server = GrpcServer.server(vertx, options);
    for (OtlpSignal signal : OtlpSignal.values()) {
      server.callHandler(method(signal), new OtlpGrpc(signal, exports, tools, vertx)::call);
    }
    return server;
  }

  private static ServiceMethod<Buffer, Message> method(OtlpSignal signal) {
    return ServiceMethod.server(
        ServiceName.create(signal.service()),
        "Export",
        GrpcMessageEncoder.<Message>encoder(),
        GrpcMessageDecoder.IDENTITY);
  }

  private void call(GrpcServerRequest<Buffer, Message> request) {
    request.invalidMessageHandler(
        invalid ->
            fail(
                request.response(),
                new RequestRefused(
                    ErrorCode.TOO_LARGE, "a message has at most " + Limits.BODY_BYTES + " bytes")));
    request.messageHandler(message -> take(request, message));
  }

  private void take(GrpcServerRequest<Buffer, Message> request, GrpcMessage message) {
    request.messageHandler(more -> {}); // a call has one message, and one answer
    InFlightBytes.Share share = tools.inFlight().share();
    answer(request, message, share)
        .onComplete(done -> share.release())
        .onSuccess(answer -> request.response().end(answer))
        .onFailure(failure -> fail(request.response(), failure));
  }

  private Future<Message> answer(
      GrpcServerRequest<Buffer, Message> request, GrpcMessage message, InFlightBytes.Share share) {
    try {
      if (!tools.readiness().primed()) {
        throw new RequestRefused(ErrorCode.UNAVAILABLE, "the gateway is starting");
      }
      if (!share.resize(message.payload().length())) {
        throw BodyIntake.overloaded();
      }
      Grant grant = tools.admission().admit(request.headers(), Scope.INGEST);
      return exports.take(
          vertx,
          signal,
          OtlpEncoding.PROTOBUF,
          ContentCoding.of(message.encoding()), // unpacked here, where it is bounded
          message.payload().getBytes(),
          share,
          ProjectChoice.of(grant, request.headers(), tools.admission(), tools.arrivals()));
    } catch (RequestRefused | RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  private static void fail(GrpcServerResponse<Buffer, Message> response, Throwable failure) {
    OtlpFault fault = OtlpFault.of(failure);
    response.status(fault.code()).statusMessage(fault.message()).end();
  }
}
