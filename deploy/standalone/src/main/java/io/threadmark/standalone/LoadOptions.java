package io.threadmark.standalone;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Set;

/**
 * What {@code bin/threadmark load} was asked for.
 *
 * @param file the file of events; {@code -} for standard input
 * @param gateway the gateway's base address
 * @param batch how many events go in one request
 * @param connections how many requests are under way at a time
 */
record LoadOptions(String file, URI gateway, int batch, int connections) {
  private static final String USUAL_GATEWAY = "http://" + Loopback.HOST + ":8080";

  static LoadOptions parse(String[] arguments) {
    Arguments parsed =
        Arguments.parse(
            arguments, Set.of("--gateway", "--batch", "--connections", "--data"), Set.of());
    if (parsed.operands().size() != 1) {
      throw new UsageException("load takes one file of events, or - for standard input");
    }
    return new LoadOptions(
        parsed.operands().get(0),
        address(parsed.value("--gateway").orElseGet(() -> knownGateway(parsed))),
        parsed.whole("--batch", 1, 10_000).orElse(500),
        parsed.whole("--connections", 1, 64).orElse(4));
  }

  /** The gateway of the {@code dev} that runs here, else where one usually is. */
  private static String knownGateway(Arguments arguments) {
    return Endpoints.read(DataDirectory.endpoints(DataDirectory.path(arguments)))
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
