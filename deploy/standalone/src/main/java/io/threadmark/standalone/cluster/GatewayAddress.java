package io.threadmark.standalone.cluster;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/** Finds the gateway that a command is to talk to, by the flags {@code --gateway} and --data. */
public final class GatewayAddress {
  private static final String USUAL_GATEWAY = "http://" + Loopback.HOST + ":8080";

  private GatewayAddress() {}

  /**
   * The gateway that the command line names, else that of the {@code dev} that runs here, else
   * where one usually is.
   *
   * @throws UsageException where the command line names something else than an address
   */
  public static URI of(Arguments arguments) {
    return address(arguments.value("--gateway").orElseGet(() -> known(arguments)));
  }

  private static String known(Arguments arguments) {
    return Endpoints.read(DataPath.endpoints(DataPath.of(arguments)))
        .map(Endpoints::gateway)
        .orElse(USUAL_GATEWAY);
  }

  private static URI address(String text) {
    try {
      URI address = new URI(text);
      if (address.getHost() != null && Set.of("http", "https").contains(address.getScheme())) {
        return address;
      }
    } catch (URISyntaxException e) {
      // said below
    }
    throw new UsageException("--gateway must be an http address, not '" + text + "'");
  }
}
