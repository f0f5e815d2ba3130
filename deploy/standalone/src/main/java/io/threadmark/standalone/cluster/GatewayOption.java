package io.threadmark.standalone.cluster;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The options {@code --gateway} and {@code --data}, by which a command finds the gateway. */
public final class GatewayOption {
  private static final String USUAL_GATEWAY = "http://" + Loopback.HOST + ":8080";

  static final String GATEWAY =
      "The address of the gateway. Without it, that of the 'threadmark dev' that runs here, or"
          + " else "
          + USUAL_GATEWAY
          + ".";
  static final String FOLDER = "The folder of that 'threadmark dev' (usually ${DEFAULT-VALUE}).";

  @Option(
      names = "--gateway",
      paramLabel = "URL",
      converter = GatewayAddress.class,
      description = GATEWAY)
  private URI gateway;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      converter = DataPath.class,
      defaultValue = DataPath.USUAL,
      description = FOLDER)
  private Path folder;

  /**
   * The gateway that the command line names, else that of the {@code dev} that runs here, else
   * where one usually is.
   */
  public URI address() {
    return address(gateway, folder);
  }

  static URI address(URI named, Path folder) {
    return Optional.ofNullable(named)
        .or(() -> Endpoints.read(DataPath.endpoints(folder)).map(of -> URI.create(of.gateway())))
        .orElseGet(() -> URI.create(USUAL_GATEWAY));
  }
}
