package io.threadmark.standalone.deadletters;

import io.threadmark.standalone.cli.CommandGroup;
import picocli.CommandLine.Command;

/**
 * {@code bin/threadmark dead-letters}: lists dead letters, shows one, replays some, or erases some.
 */
@Command(
    name = "dead-letters",
    description = "List, show, replay or erase records that could not be taken.",
    subcommands = {
      ListLettersCommand.class,
      ShowLetterCommand.class,
      ReplayLettersCommand.class,
      EraseLettersCommand.class
    })
public final class DeadLettersCommand extends CommandGroup {}
