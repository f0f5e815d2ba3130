package io.threadmark.standalone.role;

import io.threadmark.processor.ProcessorMain;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code bin/threadmark processor}: a processor, until it is told to stop. */
@Command(
    name = "processor",
    description = "Run a processor against an existing Kafka cluster. A signal stops it.",
    footer = RoleEnvironment.TEXT)
public final class ProcessorCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    ProcessorMain.main(new String[0]);
    return ExitCode.OK;
  }
}
