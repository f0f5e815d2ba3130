package io.threadmark.processor;

import io.threadmark.schema.settings.Settings;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one processor until it is told to stop. */
public final class ProcessorMain {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessorMain.class);

  private ProcessorMain() {}

  public static void main(String[] args) throws InterruptedException {
    Processor processor;
    try {
      processor = Processor.start(Settings.fromEnvironment(System.getenv()));
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println("threadmark processor: " + e.getMessage());
      System.exit(2);
      return;
    }
    CountDownLatch stopped = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  processor.close();
                  stopped.countDown();
                },
                "threadmark-stop"));
    LOG.info("processor listens on port {}", processor.port());
    stopped.await();
  }
}
