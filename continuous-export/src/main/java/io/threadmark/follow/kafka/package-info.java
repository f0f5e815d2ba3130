/** Follows the topic of labeled threads. */
package io.threadmark.follow.kafka;
