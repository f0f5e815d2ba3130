package io.threadmark.it;

import io.threadmark.testkit.SchemaRegistryProcess;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One schema registry for all test classes that bring their own Kafka. It ends with the last. */
final class SharedRegistry implements BeforeAllCallback {
  private static SchemaRegistryProcess registry;

  /** Ends with the test run. */
  private record Held(SchemaRegistryProcess registry) implements AutoCloseable {
    @Override
    public void close() {
      registry.close();
    }
  }

  static String url() {
    return registry.url();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    registry =
        context
            .getRoot()
            .getStore(ExtensionContext.Namespace.GLOBAL)
            .getOrComputeIfAbsent(
                Held.class, type -> new Held(new SchemaRegistryProcess()), Held.class)
            .registry();
  }
}
