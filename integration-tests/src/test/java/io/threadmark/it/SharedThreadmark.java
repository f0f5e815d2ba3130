package io.threadmark.it;

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
            .getOrComputeIfAbsent(Held.class, type -> new Held(new Threadmark(2)), Held.class)
            .threadmark();
  }
}
