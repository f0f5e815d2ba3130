package io.threadmark.dataset.quality;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;

/**
 * How long texts are: exact extremes and mean, and quantiles from buckets of which each is an
 * eighth wider than the one before.
 */
final class Lengths {
  private static final double WIDENING = 1.125;
  private static final int BUCKETS = 200;

  private final long[] buckets = new long[BUCKETS];
  private long count;
  private long sum;
  private long least = Long.MAX_VALUE;
  private long greatest;

  void add(long length) {
    count++;
    sum += length;
    least = Math.min(least, length);
    greatest = Math.max(greatest, length);
    buckets[bucket(length)]++;
  }

  boolean isEmpty() {
    return count == 0;
  }

  ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("count", count);
    if (count > 0) {
      json.put("min", least);
      json.put("mean", Math.round((double) sum / count));
      json.put("about_p50", quantile(0.5));
      json.put("about_p95", quantile(0.95));
      json.put("max", greatest);
    }
    return json;
  }

  private long quantile(double share) {
    long before = 0;
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      before += buckets[bucket];
      if (before >= share * count) {
        long end = (long) Math.pow(WIDENING, bucket);
        return Math.max(least, Math.min(greatest, end));
      }
    }
    return greatest;
  }

  private static int bucket(long length) {
    int bucket = 0;
    while (bucket < BUCKETS - 1 && Math.pow(WIDENING, bucket) < length) {
      bucket++;
    }
    return bucket;
  }
}
