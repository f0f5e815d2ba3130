package io.threadmark.standalone.follow;

import io.threadmark.standalone.cli.CommandGroup;
import picocli.CommandLine.Command;

/** {@code bin/threadmark export}: gives labeled threads away as files. */
@Command(
    name = "export",
    description = "Give labeled threads away as files.",
    subcommands = {FollowCommand.class, CompactCommand.class})
public final class ExportCommand extends CommandGroup {}
