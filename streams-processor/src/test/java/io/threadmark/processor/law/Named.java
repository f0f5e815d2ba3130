package io.threadmark.processor.law;

/** An id in its project. */
public record Named(String project, String id) {}
