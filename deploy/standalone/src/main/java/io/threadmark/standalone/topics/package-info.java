/** Creates and describes the topics of a cluster. */
package io.threadmark.standalone.topics;
