package io.threadmark.gateway;

import io.threadmark.schema.settings.Settings;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs a gateway until the process is told to end. */
public final class GatewayMain {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayMain.class);

  private GatewayMain() {}

  public static void main(String[] arguments) {
    try {
      Gateway gateway = Gateway.start(Settings.fromEnvironment(System.getenv()));
      Runtime.getRuntime().addShutdownHook(new Thread(gateway::close, "gateway-shutdown"));
    } catch (IllegalArgumentException e) {
      LOG.error("The gateway cannot start: {}", e.getMessage());
      System.exit(2);
    } catch (RuntimeException e) {
      LOG.error("The gateway cannot start", e);
      System.exit(1);
    }
  }
}
