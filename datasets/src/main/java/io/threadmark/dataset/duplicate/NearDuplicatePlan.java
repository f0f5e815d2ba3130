package io.threadmark.dataset.duplicate;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.Json;
import java.math.BigDecimal;

/**
 * When two rows are nearly the same.
 *
 * @param similarity the least share of equal shingles (Jaccard), as MinHash estimates it
 * @param shingle how many characters a shingle has
 * @param bands how many bands of the signature are looked up; of 128 hashes together
 */
public record NearDuplicatePlan(double similarity, int shingle, int bands) {
  static final int HASHES = 128;

  public static final NearDuplicatePlan STANDARD = new NearDuplicatePlan(0.9, 8, 16);

  public NearDuplicatePlan {
    if (!(similarity > 0 && similarity <= 1)) {
      throw new IllegalArgumentException("similarity must be above 0 and at most 1");
    }
    if (shingle < 1 || shingle > 64) {
      throw new IllegalArgumentException("shingle must be from 1 to 64");
    }
    if (bands < 1 || HASHES % bands != 0) {
      throw new IllegalArgumentException("bands must divide " + HASHES);
    }
  }

  int rowsPerBand() {
    return HASHES / bands;
  }

  public ObjectNode json() {
    ObjectNode json = Json.object();
    json.put("similarity", BigDecimal.valueOf(similarity));
    json.put("shingle_characters", shingle);
    json.put("hashes", HASHES);
    json.put("bands", bands);
    return json;
  }
}
