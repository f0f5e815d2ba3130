/**
 * The search index: it follows what the store of threads says of its changes, and answers which
 * threads and traces are as somebody asks. It knows no HTTP.
 */
package io.threadmark.processor.index;
