/** Datasets as files that are written while they are downloaded. */
package io.threadmark.processor.query.dataset;
