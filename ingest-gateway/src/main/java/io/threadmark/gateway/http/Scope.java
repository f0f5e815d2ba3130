package io.threadmark.gateway.http;

import java.util.Locale;

/** What a caller may do. */
enum Scope {
  INGEST,
  FEEDBACK,
  QUERY,
  ADMIN;

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
