package org.sealward.client;

/**
 * Hears what happens. All methods are called on one virtual thread, one after the other; as long as
 * one does not return, no more is fetched than fits into a small window.
 */
@FunctionalInterface
public interface LiveListener {
  /**
   * Something happened. When this returns the event counts as handled; until then it may be told
   * again, also by a later run of the program. If it throws, the connection is made anew and the
   * event is told again, with growing pauses.
   */
  void on(LiveEvent event);

  /** Everything that had happened before the connection was made has been told. */
  default void caughtUp() {}

  /**
   * The connection broke and will be made again, after a pause.
   *
   * @param cause a {@link org.sealward.client.error.SealwardException}, or what {@link #on} threw
   */
  default void disconnected(RuntimeException cause) {}
}
