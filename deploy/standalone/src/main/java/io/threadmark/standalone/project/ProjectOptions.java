package io.threadmark.standalone.project;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import io.threadmark.standalone.cluster.GatewayAddress;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bin/threadmark project} was asked for.
 *
 * @param file the file of settings that are to be put, {@code -} for standard input; empty where
 *     the settings are to be shown
 * @param gateway the gateway's base address
 * @param project whose settings; empty for the project that the key decides, or the default one
 */
record ProjectOptions(Optional<String> file, URI gateway, Optional<String> project) {

  static ProjectOptions parse(String[] arguments) {
    Arguments parsed =
        Arguments.parse(arguments, Set.of("--gateway", "--project", "--data"), Set.of());
    return new ProjectOptions(
        file(parsed.operands()), GatewayAddress.of(parsed), parsed.value("--project"));
  }

  private static Optional<String> file(List<String> operands) {
    String action = operands.isEmpty() ? "" : operands.get(0);
    if (action.equals("get") && operands.size() == 1) {
      return Optional.empty();
    }
    if (action.equals("set") && operands.size() == 2) {
      return Optional.of(operands.get(1));
    }
    throw new UsageException(
        "project takes get, or set and a file of settings (- is standard input)");
  }
}
