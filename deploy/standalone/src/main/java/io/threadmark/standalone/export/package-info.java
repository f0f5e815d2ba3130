/** Makes a dataset of what was labeled, and puts it into a folder. */
package io.threadmark.standalone.export;
