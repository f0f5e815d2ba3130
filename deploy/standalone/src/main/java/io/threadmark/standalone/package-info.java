/** The commands of {@code bin/threadmark}, put together. */
package io.threadmark.standalone;
