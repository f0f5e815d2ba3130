/** Labeled threads as they change, for whoever listens. */
package io.threadmark.processor.query.stream;
