/** Leaves of an export only what counts. */
package io.threadmark.follow.compaction;
