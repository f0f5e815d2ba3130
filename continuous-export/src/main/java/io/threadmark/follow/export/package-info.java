/** How an export goes on, without Kafka. */
package io.threadmark.follow.export;
