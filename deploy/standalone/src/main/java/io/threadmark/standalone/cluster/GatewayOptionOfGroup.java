package io.threadmark.standalone.cluster;

import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@link GatewayOption} of a group of commands: each of them takes the options, too. */
public final class GatewayOptionOfGroup {
  @Option(
      names = "--gateway",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = GatewayAddress.class,
      description = GatewayOption.GATEWAY)
  private URI gateway;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      converter = DataPath.class,
      defaultValue = DataPath.USUAL,
      description = GatewayOption.FOLDER)
  private Path folder;

  /** As {@link GatewayOption#address}. */
  public URI address() {
    return GatewayOption.address(gateway, folder);
  }
}
