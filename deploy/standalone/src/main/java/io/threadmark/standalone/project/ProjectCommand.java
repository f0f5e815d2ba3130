package io.threadmark.standalone.project;

import io.threadmark.standalone.cli.CommandGroup;
import io.threadmark.standalone.cluster.GatewayClient;
import io.threadmark.standalone.cluster.GatewayOptionOfGroup;
import io.threadmark.standalone.load.EventsClient;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** {@code bin/threadmark project}: shows the settings of a project, or puts them. */
@Command(
    name = "project",
    description = "Show the settings of a project, or put them.",
    subcommands = {GetProjectCommand.class, SetProjectCommand.class},
    footer = ProjectCommand.KEY)
public final class ProjectCommand extends CommandGroup {
  static final String KEY =
      "THREADMARK_API_KEY in the environment is the key, where the gateway wants one.";

  @Option(
      names = "--project",
      paramLabel = "NAME",
      scope = ScopeType.INHERIT,
      description =
          "The project. Without it, the one that the key is for, or else the one named 'default'.")
  private String project;

  @Mixin private GatewayOptionOfGroup gateway;

  /** Whose settings; empty for the project that the key decides, or the default one. */
  Optional<String> project() {
    return Optional.ofNullable(project);
  }

  /** The gateway's base address. */
  URI gateway() {
    return gateway.address();
  }

  /** A client for the settings of that project. */
  ProjectClient client() {
    return new ProjectClient(
        gateway(), EventsClient.key(System.getenv()), project(), GatewayClient.PATIENCE);
  }
}
