/**
 * Threads as they were at one place of each partition, for those who make datasets of them. A cut
 * is held by the instances that own the partitions, and read from them thread by thread.
 */
package io.threadmark.processor.export;
