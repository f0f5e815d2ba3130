/**
 * The whole system on one machine.
 *
 * <p>{@code dev} is one JVM that hosts the gateway and the processor, with two children: a Kafka
 * broker and a schema registry. The children are JVMs of their own because each brings a server's
 * worth of libraries and static state, and they end with their parent, whatever ends it.
 */
package io.threadmark.standalone.dev;
