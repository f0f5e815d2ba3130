package io.threadmark.gateway.door.otlp;

import io.threadmark.gateway.refusal.ErrorCode;
import io.threadmark.gateway.refusal.RequestRefused;
import io.vertx.grpc.common.GrpcStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Why a request failed, in the words of OTLP: exporters send again what is unavailable, and nothing
 * else.
 *
 * @param status of HTTP
 * @param code of gRPC
 * @param message for a person to read
 */
record OtlpFault(int status, GrpcStatus code, String message) {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpFault.class);
  private static final int BAD_REQUEST = 400;
  private static final int UNAVAILABLE = 503;

  static OtlpFault of(Throwable failure) {
    if (failure instanceof RequestRefused refused) {
      String message =
          refused.path().isEmpty()
              ? refused.getMessage()
              : refused.path() + " " + refused.getMessage();
      int status = refused.code().status();
      return new OtlpFault(status == 422 ? BAD_REQUEST : status, code(refused.code()), message);
    }
    LOG.error("an export failed", failure);
    return new OtlpFault(
        ErrorCode.INTERNAL.status(), GrpcStatus.INTERNAL, "the gateway failed; its log says why");
  }

  boolean isToBeSentAgain() {
    return status == UNAVAILABLE;
  }

  private static GrpcStatus code(ErrorCode code) {
    return switch (code.status()) {
      case 401 -> GrpcStatus.UNAUTHENTICATED;
      case 403 -> GrpcStatus.PERMISSION_DENIED;
      case 404, 405 -> GrpcStatus.UNIMPLEMENTED;
      case 408 -> GrpcStatus.DEADLINE_EXCEEDED;
      case 413 -> GrpcStatus.RESOURCE_EXHAUSTED;
      case 500 -> GrpcStatus.INTERNAL;
      case UNAVAILABLE -> GrpcStatus.UNAVAILABLE;
      default -> GrpcStatus.INVALID_ARGUMENT;
    };
  }
}
