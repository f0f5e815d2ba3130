package io.threadmark.standalone.topics;

import io.threadmark.standalone.cli.Arguments;
import io.threadmark.standalone.cli.UsageException;
import io.threadmark.standalone.cluster.DataPath;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What {@code bin/threadmark topics} was asked for.
 *
 * @param action what to do
 * @param partitions how many partitions topics have or are to have, if it was said
 * @param replicas how many copies of each are to be kept, if it was said
 * @param endpoints the endpoints file of a {@code dev}
 * @param dataNamed whether that file was asked for, or is only the usual one
 */
public record TopicsOptions(
    Action action,
    Optional<Integer> partitions,
    Optional<Integer> replicas,
    Path endpoints,
    boolean dataNamed) {

  public enum Action {
    CREATE,
    DESCRIBE
  }

  public static TopicsOptions parse(String[] arguments) {
    Arguments parsed =
        Arguments.parse(arguments, Set.of("--partitions", "--replicas", "--data"), Set.of());
    return new TopicsOptions(
        action(parsed.operands()),
        parsed.whole("--partitions", 1, 10_000),
        parsed.whole("--replicas", 1, Short.MAX_VALUE),
        DataPath.endpoints(DataPath.of(parsed)),
        parsed.value("--data").isPresent());
  }

  private static Action action(List<String> operands) {
    if (operands.equals(List.of("create"))) {
      return Action.CREATE;
    }
    if (operands.equals(List.of("describe"))) {
      return Action.DESCRIBE;
    }
    throw new UsageException("topics takes one of create and describe");
  }
}
