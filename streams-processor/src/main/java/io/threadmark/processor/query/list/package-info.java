/** Lists of threads and of traces: found in the search index, shown as the stores have them. */
package io.threadmark.processor.query.list;
