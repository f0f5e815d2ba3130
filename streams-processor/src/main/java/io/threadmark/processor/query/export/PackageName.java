package io.threadmark.processor.query.export;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** What the file of a package is called. */
final class PackageName {
  private static final Pattern NOT_FOR_FILES = Pattern.compile("[^\\p{L}\\p{M}\\p{N}._ -]");
  private static final Pattern NOT_ASCII = Pattern.compile("[^\\x20-\\x7E]");

  private PackageName() {}

  /** A name that every system takes, and that is in no folder. */
  static String of(String dataset) {
    String name =
        NOT_FOR_FILES.matcher(dataset).replaceAll("-").replaceFirst("^[. -]+", "").strip();
    return (name.isEmpty() ? "dataset" : name) + ".zip";
  }

  /** The header {@code Content-Disposition}, by RFC 6266. */
  static String disposition(String name) {
    String plain = NOT_ASCII.matcher(name).replaceAll("_");
    String all = URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    return "attachment; filename=\"" + plain + "\"; filename*=UTF-8''" + all;
  }
}
