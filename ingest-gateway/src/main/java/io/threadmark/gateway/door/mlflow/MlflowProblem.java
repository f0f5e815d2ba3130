package io.threadmark.gateway.door.mlflow;

import io.threadmark.gateway.refusal.InvalidEvent;
import io.threadmark.gateway.refusal.RequestRefused;

/** A request that fails, as MLflow's clients are told of it. */
final class MlflowProblem extends Exception {
  private static final long serialVersionUID = 1L;

  private static final String INVALID = "INVALID_PARAMETER_VALUE";
  private static final String MISSING = "RESOURCE_DOES_NOT_EXIST";

  private final int status;
  private final String code;

  private MlflowProblem(int status, String code, String message) {
    super(message, null, false, false); // a client's fault needs no stack trace
    this.status = status;
    this.code = code;
  }

  static MlflowProblem invalid(String message) {
    return new MlflowProblem(400, INVALID, message);
  }

  static MlflowProblem missing(String message) {
    return new MlflowProblem(404, MISSING, message);
  }

  /** An address of MLflow's that is not ours; clients fall back to others for this very code. */
  static MlflowProblem noEndpoint() {
    return new MlflowProblem(
        404,
        "ENDPOINT_NOT_FOUND",
        "Threadmark has MLflow's experiments, traces and assessments; this address is not of them.");
  }

  /** The problem that a failure is; null where it is none of the client's or of the moment. */
  static MlflowProblem of(Throwable failure) {
    if (failure instanceof MlflowProblem problem) {
      return problem;
    }
    if (failure instanceof InvalidEvent invalid) {
      return of(invalid.asRefusal());
    }
    return failure instanceof RequestRefused refused ? of(refused) : null;
  }

  private static MlflowProblem of(RequestRefused refused) {
    int status = refused.code().status();
    String message =
        refused.path().isEmpty()
            ? refused.getMessage()
            : refused.path() + " " + refused.getMessage();
    return switch (status) {
      case 401 -> new MlflowProblem(status, "UNAUTHENTICATED", message);
      case 403 -> new MlflowProblem(status, "PERMISSION_DENIED", message);
      case 404 -> new MlflowProblem(status, MISSING, message);
      case 408, 503 -> new MlflowProblem(status, "TEMPORARILY_UNAVAILABLE", message);
      case 500 -> new MlflowProblem(status, "INTERNAL_ERROR", message);
      // What is wrong with an event alone is 422 elsewhere, and 400 to these clients.
      case 422 -> new MlflowProblem(400, INVALID, message);
      default -> new MlflowProblem(status, INVALID, message);
    };
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
