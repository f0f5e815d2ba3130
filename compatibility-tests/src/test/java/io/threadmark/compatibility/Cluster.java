package io.threadmark.compatibility;

import io.threadmark.schema.TopicProvisioner;
import io.threadmark.testkit.BrokerProcess;
import io.threadmark.testkit.SchemaRegistryProcess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One broker with all topics and one registry, for all tests. Each test class runs its own gateway
 * and processor on them, for as long as it needs them; a test keeps apart by its project.
 */
final class Cluster implements AutoCloseable {
  static final int PARTITIONS = 4;

  private final SchemaRegistryProcess registry = new SchemaRegistryProcess();
  private final BrokerProcess broker;

  private Cluster() throws Exception {
    broker =
        new BrokerProcess(Files.createTempDirectory(Path.of("target").toAbsolutePath(), "cluster"));
    broker.start();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka()))) {
      new TopicProvisioner(admin, PARTITIONS, 1).createMissing();
    }
  }

  String kafka() {
    return broker.bootstrapServers();
  }

  String registry() {
    return registry.url();
  }

  @Override
  public void close() {
    broker.close();
    registry.close();
  }

  /** Gives the cluster to tests that ask for it; it ends with the last of them. */
  static final class Shared implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == Cluster.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return context
          .getRoot()
          .getStore(ExtensionContext.Namespace.GLOBAL)
          .getOrComputeIfAbsent(Cluster.class, type -> started(), Cluster.class);
    }

    private static Cluster started() {
      try {
        return new Cluster();
      } catch (Exception e) {
        throw new IllegalStateException("the cluster does not start", e);
      }
    }
  }
}
