package io.threadmark.standalone.load;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import io.threadmark.standalone.cluster.GatewayAddress;
import java.net.URI;
import java.util.Set;

/**
 * What {@code bin/threadmark load} was asked for.
 *
 * @param file the file of events; {@code -} for standard input
 * @param gateway the gateway's base address
 * @param batch how many events go in one request
 * @param connections how many requests are under way at a time
 */
public record LoadOptions(String file, URI gateway, int batch, int connections) {
  public static LoadOptions parse(String[] arguments) {
    Arguments parsed =
        Arguments.parse(
            arguments, Set.of("--gateway", "--batch", "--connections", "--data"), Set.of());
    if (parsed.operands().size() != 1) {
      throw new UsageException("load takes one file of events, or - for standard input");
    }
    return new LoadOptions(
        parsed.operands().get(0),
        GatewayAddress.of(parsed),
        parsed.whole("--batch", 1, 10_000).orElse(500),
        parsed.whole("--connections", 1, 64).orElse(4));
  }
}
