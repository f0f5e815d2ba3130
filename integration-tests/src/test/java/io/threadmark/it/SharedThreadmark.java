package io.threadmark.it;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Await;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One system for all test classes that ask for it, with two processors, so that a query may have to
 * go to another instance. Tests keep apart by project. It ends with the last test.
 */
final class SharedThreadmark implements BeforeAllCallback {
  private static Threadmark threadmark;

  /** Ends with the test run. */
  private record Held(Threadmark threadmark) implements AutoCloseable {
    @Override
    public void close() {
      threadmark.close();
    }
  }

  static Threadmark threadmark() {
    return threadmark;
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    threadmark =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(Held.class, type -> new Held(warm(new Threadmark(2))), Held.class)
            .threadmark();
  }

  /** The first event takes longest, so no test is the one that waits for it. */
  private static Threadmark warm(Threadmark started) {
    Api api = started.api().in("warm-up");
    String event =
        "{\"type\":\"feedback\",\"feedback_id\":\"first\",\"thread_id\":\"first\",\"value\":true}";
    Await.until(
        "the first event is seen",
        () ->
            api.post("/api/v1/events?wait_ms=10000", event)
                .expect(202)
                .json()
                .get("visible")
                .asBoolean());
    return started;
  }
}
