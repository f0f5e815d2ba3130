/** The commands of continuous export. */
package io.threadmark.standalone.follow;
