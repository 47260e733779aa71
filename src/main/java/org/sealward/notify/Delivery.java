package org.sealward.notify;

/** How a delivery went. */
public enum Delivery {
  /** The receiver, or what delivers to them from here on, has it. */
  TAKEN,
  /** There is no such receiver, or no longer. */
  GONE,
  /** Anything else, or no answer in time: another try may help. */
  FAILED
}
