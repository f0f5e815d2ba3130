/** Where exports are kept: a folder or a bucket. */
package io.threadmark.follow.storage;
