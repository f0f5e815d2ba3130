/** Compacted topics that every instance reads whole, and then follows. */
package io.threadmark.schema.follow;
