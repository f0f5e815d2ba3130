package io.threadmark.gateway.event;

import io.threadmark.gateway.json.Json;
import io.threadmark.gateway.json.Json.JsonNumber;
import io.threadmark.gateway.json.Json.JsonText;
import java.util.regex.Pattern;

/** A parameter of an address that means the same as the field of that name in an event. */
public final class Parameter {
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,30}(\\.\\d{1,30})?");

  private Parameter() {}

  /** The parameter as an event would have it: an address tells no number from text. */
  public static Json asJson(String text) {
    return NUMBER.matcher(text).matches() ? new JsonNumber(text) : new JsonText(text);
  }
}
