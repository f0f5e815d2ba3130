/** The commands that run one role against an existing Kafka cluster. */
package io.threadmark.standalone.role;
