package io.threadmark.dataset.split;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import io.threadmark.dataset.json.TextHash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * How groups are given to splits: by SHA-256 of the salt and the group, modulo 10,000.
 *
 * @param salt another one gives other splits
 * @param train how many of 10,000 buckets; the first ones
 * @param validation how many; the next ones
 * @param test how many; the last ones
 */
public record SplitPlan(String salt, int train, int validation, int test) {
  public static final int BUCKETS = 10_000;

  /** Everything in one. */
  public static final SplitPlan NONE = new SplitPlan("", BUCKETS, 0, 0);

  public SplitPlan {
    if (train < 0 || validation < 0 || test < 0 || train + validation + test != BUCKETS) {
      throw new IllegalArgumentException(
          "train, validation and test must be from 0 and " + BUCKETS + " together");
    }
  }

  /** First 8 bytes of the digest as an unsigned number, modulo the buckets. */
  public int bucket(String group) {
    byte[] digest = TextHash.sha256(salt + group);
    return (int) Long.remainderUnsigned(ByteBuffer.wrap(digest).getLong(), BUCKETS);
  }

  public Split of(int bucket) {
    if (bucket < train) {
      return Split.TRAIN;
    }
    return bucket < train + validation ? Split.VALIDATION : Split.TEST;
  }

  /** Those that have any bucket. */
  public List<Split> splits() {
    List<Split> splits = new ArrayList<>();
    if (train > 0) {
      splits.add(Split.TRAIN);
    }
    if (validation > 0) {
      splits.add(Split.VALIDATION);
    }
    if (test > 0) {
      splits.add(Split.TEST);
    }
    return splits;
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("salt", salt);
    json.put("buckets", BUCKETS);
    json.put("train", train);
    json.put("validation", validation);
    json.put("test", test);
    return json;
  }
}
