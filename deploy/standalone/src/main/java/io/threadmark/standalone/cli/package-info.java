/** What commands have in common: their arguments, their exit statuses and what they print. */
package io.threadmark.standalone.cli;
