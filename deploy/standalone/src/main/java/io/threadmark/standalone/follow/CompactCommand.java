package io.threadmark.standalone.follow;

import io.threadmark.follow.compaction.Compaction;
import io.threadmark.follow.compaction.CompactionReport;
import io.threadmark.follow.manifest.ExportRefusedException;
import io.threadmark.follow.part.WorkFolder;
import io.threadmark.follow.storage.Storage;
import io.threadmark.standalone.cli.CommandFailedException;
import io.threadmark.standalone.cli.Console;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code bin/threadmark export compact}: leaves of a continuous export only what counts. */
@Command(
    name = "compact",
    description =
        "Make the files of a continuous export anew with the newest row of each thread only, and"
            + " without threads that were erased or have no label any more. It may run while the"
            + " export goes on.")
public final class CompactCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TARGET", description = "A folder, or s3://bucket/prefix.")
  private String target;

  @Mixin private BoundsOptions bounds;
  @Mixin private StorageOptions storage;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    try (Storage opened = storage.open("TARGET", target);
        WorkFolder work = WorkFolder.open(storage.work(), "compact", opened.address())) {
      Compaction compaction =
          new Compaction(
              opened,
              bounds.bounds(Duration.ZERO),
              work.path(),
              Clock.systemUTC(),
              ProcessId.unique());
      Console.standardOutput().line(told(compaction.run()));
      return ExitCode.OK;
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    } catch (ExportRefusedException | IOException e) {
      throw new CommandFailedException(e.getMessage(), e);
    }
  }

  private static String told(CompactionReport report) {
    return report.partsBefore() == 0
        ? "there is nothing to compact"
        : "%,d parts with %,d rows (%,d bytes) became %,d parts with %,d rows (%,d bytes)"
            .formatted(
                report.partsBefore(),
                report.rowsBefore(),
                report.bytesBefore(),
                report.partsAfter(),
                report.rowsAfter(),
                report.bytesAfter());
  }
}
