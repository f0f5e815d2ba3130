package io.threadmark.benchmark;

import java.time.Instant;

/** Something that is asked again and again. */
interface Question {
  /** What it is called. */
  String title();

  /** Its address at the moment. */
  String path(Instant now);
}
