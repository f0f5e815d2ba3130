package io.threadmark.it;

import io.threadmark.testkit.Api;

/** What a gateway's metrics say. */
final class GatewayMetrics {

  private GatewayMetrics() {}

  /** The value of a metric without labels. */
  static double value(Api gateway, String name) {
    return gateway
        .get("/metrics")
        .text()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no metric " + name));
  }

  static double inFlightBytes(Api gateway) {
    return value(gateway, "threadmark_gateway_inflight_bytes");
  }
}
