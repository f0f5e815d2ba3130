/** Sends files of events to a gateway, and repeats what it could not take. */
package io.threadmark.standalone.load;
