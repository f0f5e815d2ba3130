package io.threadmark.standalone.dev;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cluster.DataPath;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bin/threadmark dev} was asked for.
 *
 * @param port the gateway's port, if one was named; 0 takes any that is free
 * @param data where everything is kept
 * @param demo whether to replay the sample conversations
 * @param reset whether to begin anew
 */
record DevOptions(Optional<Integer> port, Path data, boolean demo, boolean reset) {

  static DevOptions parse(String[] arguments) {
    Arguments parsed =
        Arguments.parse(arguments, Set.of("--port", "--data"), Set.of("--demo", "--reset"));
    parsed.noOperands();
    return new DevOptions(
        parsed.whole("--port", 0, 65535),
        DataPath.of(parsed),
        parsed.switches().contains("--demo"),
        parsed.switches().contains("--reset"));
  }
}
