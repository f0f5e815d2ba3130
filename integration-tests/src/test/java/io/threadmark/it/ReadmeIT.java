package io.threadmark.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.threadmark.testkit.Await;
import io.threadmark.testkit.Distribution;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the README tells people to type prints what the README says. */
@ExtendWith(SharedThreadmark.class)
class ReadmeIT {

  @Test
  void theTourPrintsWhatTheReadmeSays() throws Exception {
    assumeTrue(curlTakesJson(), "skipped: there is no curl with --json (7.82 or later) here");
    String readme = Files.readString(Distribution.root().resolve("README.md"));
    String script =
        block(readme, "<!-- tour -->")
            .replace("http://127.0.0.1:8080", SharedThreadmark.threadmark().gatewayUrl());
    assertThat(run("bash", "-c", script).strip())
        .isEqualTo(block(readme, "<!-- tour output -->").strip());
  }

  @Test
  void theListsPrintWhatTheReadmeSays() throws Exception {
    String project = "readme-" + UUID.randomUUID();
    StringBuilder sample = new StringBuilder();
    SampleConversations.events().forEach(event -> sample.append(event).append('\n'));
    SharedThreadmark.threadmark()
        .api()
        .in(project)
        .post("/api/v1/events", "application/x-ndjson", sample.toString());
    String readme = Files.readString(Distribution.root().resolve("README.md"));
    String script =
        block(readme, "<!-- lists -->")
            .replace("http://127.0.0.1:8080", SharedThreadmark.threadmark().gatewayUrl())
            .replace("curl -sG", "curl -sG -H 'X-Threadmark-Project: " + project + "'");
    String expected = block(readme, "<!-- lists output -->").strip();
    AtomicReference<String> printed = new AtomicReference<>();
    Await.until(
        "lists tell of the sample conversations",
        () -> {
          printed.set(run("bash", "-c", script).strip());
          return printed.get().equals(expected);
        },
        () -> assertThat(printed.get()).isEqualTo(expected));
  }

  /** The lines of the code block behind a mark. */
  private static String block(String readme, String mark) {
    int begin = readme.indexOf('\n', readme.indexOf("```", readme.indexOf(mark))) + 1;
    return readme.substring(begin, readme.indexOf("\n```", begin));
  }

  private static boolean curlTakesJson() throws IOException, InterruptedException {
    return run("bash", "-c", "curl --help all || true").contains("--json");
  }

  private static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return printed;
  }
}
