package io.threadmark.schema.registry;

import org.apache.kafka.common.errors.SerializationException;

/**
 * The registry understood and refused: an unknown id, an incompatible schema, a wrong password. The
 * same call will be refused again.
 */
public final class RegistryRefusedException extends SerializationException {
  private static final long serialVersionUID = 1L;

  private final int status;

  public RegistryRefusedException(int status, String message) {
    super(message);
    this.status = status;
  }

  /**
   * The HTTP status of the registry's answer, such as 404 for an unknown id or 409 for an
   * incompatible schema.
   */
  public int status() {
    return status;
  }
}
