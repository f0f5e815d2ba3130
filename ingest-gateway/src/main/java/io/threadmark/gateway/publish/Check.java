package io.threadmark.gateway.publish;

import java.util.List;

/** Something that must be in order before events can be taken. */
@FunctionalInterface
public interface Check {

  /**
   * What is wrong now, a sentence each; empty where all is well. May take seconds, never minutes.
   */
  List<String> problems() throws InterruptedException;
}
