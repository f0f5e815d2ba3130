/** Shows and puts the settings of a project. */
package io.threadmark.standalone.project;
