/** Tells operators how it is. */
package io.threadmark.follow.status;
