package io.threadmark.schema.project;

import java.nio.charset.StandardCharsets;

/** The header that names a project: its bytes are UTF-8, which HTTP itself leaves open. */
public final class ProjectHeader {
  public static final String NAME = "X-Threadmark-Project";

  private ProjectHeader() {}

  /** The project of a header as the server hands it out, a char for each byte. */
  public static String decode(String header) {
    return new String(header.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /** A header as the client takes it, a char for each byte. */
  public static String encode(String project) {
    return new String(project.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
  }
}
