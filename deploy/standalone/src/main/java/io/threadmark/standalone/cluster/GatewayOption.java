package io.threadmark.standalone.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The options {@code --gateway} and {@code --data}, by which a command finds the gateway. */
public final class GatewayOption {
  private static final String USUAL_GATEWAY = "http://" + Loopback.HOST + ":8080";

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      converter = GatewayAddress.class,
      description =
          "The address of the gateway. Without it, that of the 'threadmark dev' that runs here, or"
              + " else "
              + USUAL_GATEWAY
              + ".")
  private URI gateway;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      converter = DataPath.class,
      defaultValue = DataPath.USUAL,
      description = "The folder of that 'threadmark dev' (usually ${DEFAULT-VALUE}).")
  private Path folder;

  /**
   * The gateway that the command line names, else that of the {@code dev} that runs here, else
   * where one usually is.
   */
  public URI address() {
    return Optional.ofNullable(gateway).orElseGet(this::known);
  }

  private URI known() {
    return URI.create(
        Endpoints.read(DataPath.endpoints(folder)).map(Endpoints::gateway).orElse(USUAL_GATEWAY));
  }
}
