package io.threadmark.benchmark;

/**
 * What came to a project.
 *
 * @param events of all kinds
 */
record Filled(Sent sent, long events) {}
