/** Where a running system is, as the environment or the data of a {@code dev} tells. */
package io.threadmark.standalone.cluster;
