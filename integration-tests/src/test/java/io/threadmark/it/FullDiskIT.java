package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadmark.gateway.Gateway;
import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import io.threadmark.testkit.BrokerProcess;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The broker's disk is full: nothing is acknowledged that is not there, and space mends it. */
@Alone
@ExtendWith(SharedRegistry.class)
class FullDiskIT {
  private static final int CONTENT_BYTES = 96 * 1024;

  private final Random random = new Random(1);
  private final List<String> acknowledged = new ArrayList<>();
  private Path disk;

  @BeforeEach
  void mountSmallDisk(@TempDir Path folder) throws Exception {
    Path place = Files.createDirectory(folder.resolve("disk"));
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=16m", "threadmark-test", place.toString()),
        "a small tmpfs cannot be mounted here, which needs Linux and root");
    disk = place;
  }

  @AfterEach
  void unmount() throws Exception {
    if (disk != null) {
      assertThat(run("umount", disk.toString())).isTrue();
    }
  }

  @Test
  void postsAreRefusedUntilThereIsSpaceAndNothingAcknowledgedIsLost(@TempDir Path folder)
      throws Exception {
    try (BrokerProcess kafka =
        new BrokerProcess(folder).with("log.dirs", disk.resolve("log").toString())) {
      kafka.start();
      ApplicationTopics.create(kafka.bootstrapServers(), FaultSettings.PARTITIONS);
      try (Gateway gateway =
          Gateway.start(
              FaultSettings.of(kafka.bootstrapServers())
                  .with(FaultSettings.ofProducer())
                  .with(Map.of("gateway.inflight.bytes", "8388608")))) {
        Api api = new Api("http://127.0.0.1:" + gateway.port());
        Await.until("the gateway is ready", () -> api.get("/readyz").status() == 200);
        Await.until("the disk is full", () -> post(api) == 503);
        kafka.awaitEnd(); // a broker without a disk ends itself
        assertThat(post(api)).isEqualTo(503);
        assertThat(api.get("/livez").status()).isEqualTo(200);

        assertThat(run("mount", "-o", "remount,size=256m", disk.toString())).isTrue();
        kafka.start();
        Await.until("posts are taken again", () -> post(api) == 202);
        assertThat(StoredMessages.copies(kafka.bootstrapServers()))
            .containsKeys(acknowledged.toArray(String[]::new));
      }
    }
  }

  /** Posts a new message that cannot be packed; an answer other than 202 says when to try again. */
  private int post(Api api) {
    String id = "m-" + random.nextLong();
    byte[] noise = new byte[CONTENT_BYTES];
    random.nextBytes(noise);
    long start = System.nanoTime();
    Api.Answer answer =
        api.post(
            "/api/v1/messages",
            "{\"thread_id\":\"%s\",\"message_id\":\"%s\",\"role\":\"user\",\"content\":\"%s\"}"
                .formatted("th-" + id, id, Base64.getEncoder().encodeToString(noise)));
    assertThat(System.nanoTime() - start).isLessThan(FaultSettings.ANSWERED_WITHIN.toNanos());
    if (answer.status() == 202) {
      acknowledged.add(id);
    } else {
      assertThat(answer.status()).as(answer.text()).isEqualTo(503);
      assertThat(answer.raw().headers().firstValue("Retry-After")).isPresent();
    }
    return answer.status();
  }

  private static boolean run(String... command) throws IOException, InterruptedException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor() == 0;
      if (!done) {
        System.err.println(String.join(" ", command) + ": " + said);
      }
      return done;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
