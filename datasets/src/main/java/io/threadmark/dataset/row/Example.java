package io.threadmark.dataset.row;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * One row of a dataset, with what splitting, deduplication and the report need to know of it.
 *
 * @param prompt what was asked, for keeping rows that share it in one split; empty for none
 * @param answer what was answered; with the prompt it tells duplicates. Null in formats where no
 *     row stands for another
 * @param label what the row says, for the balance of the report; null for nothing
 * @param human whether a person said so
 * @param newest when it was last said, in microseconds
 */
public record Example(
    ObjectNode row,
    Provenance provenance,
    String prompt,
    String answer,
    String label,
    boolean human,
    long newest) {}
