package org.sealward.client;

/**
 * How far the sending or fetching of an image is.
 *
 * @param step what is being done
 * @param done bytes; falls back when a broken connection has to be made up for
 * @param total bytes
 */
public record Progress(Step step, long done, long total) {
  /** What is being done, in this order. */
  public enum Step {
    SEALING,
    UPLOADING,
    DOWNLOADING
  }

  /** Is told how far it is: often, on any thread, one call after the other. It must be quick. */
  @FunctionalInterface
  public interface Listener {
    /** Listens to nothing. */
    Listener NONE = _ -> {};

    void at(Progress progress);
  }
}
