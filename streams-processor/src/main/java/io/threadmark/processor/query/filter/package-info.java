/** Reads from the parameters of a request which threads or traces are meant. */
package io.threadmark.processor.query.filter;
