package io.threadmark.processor.erasure.rows;

/**
 * A user who was erased.
 *
 * @param hash the user's keyed hash
 * @param upTo the time up to which, in microseconds
 */
public record ErasedUser(String hash, long upTo) {}
