package io.threadmark.dataset.json;

import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;

/** Line feeds, also where the system has other line ends. */
final class UnixPrinter extends DefaultPrettyPrinter {
  private static final long serialVersionUID = 1L;
  private static final DefaultIndenter TWO_SPACES = new DefaultIndenter("  ", "\n");

  UnixPrinter() {
    indentObjectsWith(TWO_SPACES);
    indentArraysWith(TWO_SPACES);
  }

  @Override
  public DefaultPrettyPrinter createInstance() {
    return new UnixPrinter();
  }
}
