/** Rows of threads, and the files that they become. */
package io.threadmark.follow.part;
