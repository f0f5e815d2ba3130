/** The sample conversations, and the labeled threads that become of them. */
package io.threadmark.standalone.demo;
