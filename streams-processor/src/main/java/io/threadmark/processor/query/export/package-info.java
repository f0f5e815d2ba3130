/** Exports over HTTP: what is asked for, what is told of them, and their packages. */
package io.threadmark.processor.query.export;
