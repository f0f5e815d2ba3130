package io.threadmark.it;

import io.threadmark.testkit.Api;
import io.threadmark.testkit.Metrics;
import java.util.List;

/** What a gateway's metrics say. */
final class GatewayMetrics {

  private GatewayMetrics() {}

  static double inFlightBytes(Api gateway) {
    return Metrics.scrape(List.of(gateway)).sum("threadmark_gateway_inflight_bytes");
  }
}
