package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.threadmark.dataset.json.TextHash;

/**
 * One row of a dataset, with what splitting, deduplication and the report need to know of it.
 *
 * @param prompt what was asked, for keeping rows that share it in one split; empty for none
 * @param answer what was answered; with the prompt it tells duplicates. Null in formats where no
 *     row stands for another
 * @param label what the row says, for the balance of the report; null for nothing
 * @param claim what it says of what
 * @param human whether a person said so
 * @param newest when it was last said, in microseconds
 */
public record Example(
    ObjectNode row,
    Provenance provenance,
    String prompt,
    String answer,
    String label,
    Claim claim,
    boolean human,
    long newest) {

  /**
   * Differs where what is learned from the row differs: prompt, answer and what else the claim has,
   * or all of it in formats without an answer.
   *
   * @param bytes the row as JSON
   */
  public String contentHash(byte[] bytes) {
    return answer == null
        ? TextHash.of(bytes).hex()
        : TextHash.of(prompt + "\u0000" + answer + "\u0000" + claim.further()).hex();
  }
}
