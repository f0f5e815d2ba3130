package io.threadmark.gateway.access;

import java.util.Locale;

/** What a caller may do. */
public enum Scope {
  INGEST,
  FEEDBACK,
  QUERY,
  ADMIN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
