package io.threadmark.gateway.json;

import java.util.List;
import java.util.Map;

/** A JSON value in memory. Numbers keep the text that they were sent as. */
public sealed interface Json {

  /** A string. */
  record JsonText(String value) implements Json {
    @Override
    public String described() {
      return "a string";
    }
  }

  /** A number, as the client wrote it. */
  record JsonNumber(String text) implements Json {
    @Override
    public String described() {
      return "a number";
    }
  }

  /** True or false. */
  record JsonBoolean(boolean value) implements Json {
    @Override
    public String described() {
      return "a boolean";
    }
  }

  /** Null. */
  enum JsonNull implements Json {
    NULL;

    @Override
    public String described() {
      return "null";
    }
  }

  /** A list. */
  record JsonList(List<Json> items) implements Json {
    @Override
    public String described() {
      return "a list";
    }
  }

  /** An object, its members in the order in which they came. */
  record JsonObject(Map<String, Json> members) implements Json {
    @Override
    public String described() {
      return "an object";
    }
  }

  /** What kind of value it is, for a person to read. */
  String described();
}
