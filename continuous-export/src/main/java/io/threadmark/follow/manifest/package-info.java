/** What is exported, as the chain of manifests tells. */
package io.threadmark.follow.manifest;
