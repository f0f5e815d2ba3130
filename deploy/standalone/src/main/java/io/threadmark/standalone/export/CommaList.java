package io.threadmark.standalone.export;

import java.util.ArrayList;
import java.util.List;

/** Values between commas, as the API has them in addresses: a backslash makes a comma a part. */
final class CommaList {
  private CommaList() {}

  static List<String> of(String text) {
    List<String> values = new ArrayList<>();
    StringBuilder value = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && "\\,".indexOf(text.charAt(i + 1)) >= 0) {
        value.append(text.charAt(++i));
      } else if (c == ',') {
        values.add(value.toString());
        value.setLength(0);
      } else {
        value.append(c);
      }
    }
    values.add(value.toString());
    return values;
  }
}
