package io.threadmark.standalone.role;

import io.threadmark.gateway.GatewayMain;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code bin/threadmark gateway}: a gateway, until it is told to stop. */
@Command(
    name = "gateway",
    description = "Run a gateway against an existing Kafka cluster. A signal stops it.",
    footer = RoleEnvironment.TEXT)
public final class GatewayCommand implements Callable<Integer> {

  @Override
  public Integer call() throws InterruptedException {
    GatewayMain.main(new String[0]);
    new CountDownLatch(1).await(); // a signal ends it
    return ExitCode.OK;
  }
}
