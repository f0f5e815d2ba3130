/** Packages of datasets as jobs that every instance knows of, and one of them does. */
package io.threadmark.processor.export.job;
