package io.threadmark.standalone.cluster;

import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The option {@code --data}, by which a command finds the {@code dev} that runs here. */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      scope = ScopeType.INHERIT,
      converter = DataPath.class,
      description =
          "The folder of the 'threadmark dev' to go to (usually "
              + DataPath.USUAL
              + "). Where it is given, it comes before the environment.")
  private Path folder;

  /** Whether a folder was named, or the usual one is meant. */
  public boolean isNamed() {
    return folder != null;
  }

  /** The endpoints file of that {@code dev}. */
  public Path endpoints() {
    return DataPath.endpoints(
        Optional.ofNullable(folder).orElseGet(() -> new DataPath().convert(DataPath.USUAL)));
  }
}
