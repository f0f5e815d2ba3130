/** Lists, shows, replays and erases what the processor could not use. */
package io.threadmark.standalone.deadletters;
