package io.threadmark.follow.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.threadmark.testkit.FreePort;
import java.io.IOException;
import java.net.URI;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class S3StorageTest extends StorageContract {
  @Override
  Storage storage() {
    return S3Server.storage();
  }

  @Test
  void moreFilesThanOneAnswerHasAreAllListed() throws Exception {
    Storage storage = storage();
    for (int file : IntStream.range(0, 1_050).toArray()) {
      storage.create("data/%05d".formatted(file), text("x"));
    }

    assertThat(storage.list("data/")).hasSize(1_050).isSorted().startsWith("data/00000");
  }

  @Test
  void aServerThatIsAwayIsAFailureThatMayPassAndTellsNoCredentials() {
    storage();
    URI nobody = URI.create("http://127.0.0.1:" + FreePort.any());
    Storage away =
        StorageAddress.open("s3://exports/x", new S3Options(nobody, "eu-central-1", true));

    assertThatThrownBy(() -> away.list("data/"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("s3://exports/x/: ")
        .hasMessageNotContaining(S3Server.PASSWORD);
  }
}
