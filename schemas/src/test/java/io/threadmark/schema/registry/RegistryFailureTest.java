package io.threadmark.schema.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.ConnectException;
import org.apache.avro.io.DecoderFactory;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

/** Confluent's own failures are in the compatibility tests, which have its jars. */
class RegistryFailureTest {

  @Test
  void ourOwnFailuresSayWhatTheyAreAbout() {
    assertThat(RegistryFailure.of(new RegistryUnavailableException("away")))
        .isEqualTo(RegistryFailure.AWAY);
    assertThat(RegistryFailure.of(new RegistryRefusedException(404, "unknown")))
        .isEqualTo(RegistryFailure.UNKNOWN_SCHEMA);
    assertThat(RegistryFailure.of(new RegistryRefusedException(401, "password")))
        .isEqualTo(RegistryFailure.REFUSES);
    assertThat(RegistryFailure.of(new RegistryRefusedException(200, "not Avro")))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
    assertThat(RegistryFailure.of(new SerializationException("bytes are left over")))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
  }

  @Test
  void anothersFailuresSayItByTheirCauses() {
    assertThat(RegistryFailure.of(new SerializationException(new ConnectException("refused"))))
        .isEqualTo(RegistryFailure.AWAY);
    assertThat(
            RegistryFailure.of(
                new SerializationException(new IllegalStateException(new TimeoutException()))))
        .isEqualTo(RegistryFailure.AWAY);
    assertThat(RegistryFailure.of(new AuthenticationException("password")))
        .isEqualTo(RegistryFailure.REFUSES);
    assertThat(RegistryFailure.of(new IndexOutOfBoundsException("no header")))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
  }

  @Test
  void aRecordThatMakesNoSenseIsNoRegistryThatIsAway() {
    IOException endless = catchThrowableOfType(IOException.class, () -> number(-1, -1, -1, -1, -1));
    IOException cutShort = catchThrowableOfType(IOException.class, () -> number());
    assertThat(RegistryFailure.of(new SerializationException(endless)))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
    assertThat(RegistryFailure.of(new SerializationException(cutShort)))
        .isEqualTo(RegistryFailure.OF_THE_RECORD);
    assertThat(RegistryFailure.of(new SerializationException(new IOException("reset", cutShort))))
        .isEqualTo(RegistryFailure.AWAY);
  }

  private static int number(int... bytes) throws IOException {
    byte[] record = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      record[i] = (byte) bytes[i];
    }
    return DecoderFactory.get().binaryDecoder(record, null).readInt();
  }
}
