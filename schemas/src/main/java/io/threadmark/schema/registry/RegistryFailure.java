package io.threadmark.schema.registry;

import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.nio.charset.CharacterCodingException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.SerializationException;

/**
 * What the failure of a serializer or deserializer is about, whoever's it is: ours, Confluent's, or
 * another that was put on the class path. Confluent's tells it only by the causes of what it
 * throws.
 */
public enum RegistryFailure {
  /** The registry does not answer, or not sensibly. The same call may succeed later. */
  AWAY,

  /**
   * The registry refuses, as where a password is wrong; or the client cannot go on. It has nothing
   * to do with the record.
   */
  REFUSES,

  /** The registry does not know the schema that a record names. */
  UNKNOWN_SCHEMA,

  /** Nothing of the registry's: the record itself cannot be read or written. */
  OF_THE_RECORD;

  private static final String CONFLUENT = "io.confluent.";
  private static final String CONFLUENT_ANSWER =
      CONFLUENT + "kafka.schemaregistry.client.rest.exceptions.RestClientException";
  private static final String AVRO = "org.apache.avro.";

  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SERVER_ERROR = 500;

  /** What such a failure is about: the first of it and its causes that tells decides. */
  public static RegistryFailure of(RuntimeException failure) {
    for (Throwable cause = failure; cause != null; cause = next(cause)) {
      RegistryFailure told = toldBy(cause);
      if (told != null) {
        return told;
      }
    }
    return failure instanceof KafkaException && !(failure instanceof SerializationException)
        ? REFUSES
        : OF_THE_RECORD;
  }

  private static RegistryFailure toldBy(Throwable cause) {
    if (cause instanceof RetriableException) {
      return AWAY;
    }
    if (cause instanceof RegistryRefusedException refused) {
      return ofStatus(refused.status());
    }
    if (cause.getClass().getName().equals(CONFLUENT_ANSWER)) {
      return ofStatus(status(cause));
    }
    return cause instanceof IOException && !isOfBytesInHand(cause) ? AWAY : null;
  }

  private static RegistryFailure ofStatus(int status) {
    if (status == NOT_FOUND) {
      return UNKNOWN_SCHEMA;
    }
    if (status >= SERVER_ERROR || status == REQUEST_TIMEOUT || status == TOO_MANY_REQUESTS) {
      return AWAY;
    }
    return status >= BAD_REQUEST ? REFUSES : OF_THE_RECORD;
  }

  /**
   * Whether bytes were there and made no sense. Where a connection ends too early, Java says so by
   * other exceptions than a reader that finds its record cut short. Avro has one more of its own,
   * and Confluent's client throws a plain one where a schema is of no type that it knows.
   */
  private static boolean isOfBytesInHand(Throwable cause) {
    if (cause instanceof EOFException
        || cause instanceof UTFDataFormatException
        || cause instanceof CharacterCodingException) {
      return true;
    }
    StackTraceElement[] stack = cause.getStackTrace();
    String origin = stack.length == 0 ? "" : stack[0].getClassName();
    return origin.startsWith(AVRO) || origin.startsWith(CONFLUENT);
  }

  private static int status(Throwable answer) {
    try {
      return (int) answer.getClass().getMethod("getStatus").invoke(answer);
    } catch (ReflectiveOperationException e) {
      return SERVER_ERROR; // whatever it is, the registry said it and not the record
    }
  }

  private static Throwable next(Throwable cause) {
    return cause.getCause() == cause ? null : cause.getCause();
  }
}
