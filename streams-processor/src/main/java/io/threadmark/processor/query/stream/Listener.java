package io.threadmark.processor.query.stream;

/** Who hears of labeled threads, in the form of server-sent events. */
interface Listener {
  /**
   * Tells something; holds the caller up while the other side takes nothing.
   *
   * @param event the kind of event
   * @param id up to where it has heard then
   * @param json what is told
   * @throws ListenerGoneException where the other side is gone, or took nothing for too long
   */
  void tell(String event, String id, byte[] json);

  /**
   * Shows that the stream is alive.
   *
   * @param id up to where it has heard
   * @throws ListenerGoneException as {@link #tell}
   */
  void beat(String id);

  /** Whether the other side is gone. */
  boolean isGone();
}
