package io.threadmark.dataset.split;

import java.util.Locale;

/** The parts of a dataset that must share nothing. */
public enum Split {
  TRAIN,
  VALIDATION,
  TEST;

  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
