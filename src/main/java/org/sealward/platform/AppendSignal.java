package org.sealward.platform;

import jakarta.inject.Singleton;

/** Hints that the log may have grown. A hint may be missed or be wrong; nothing relies on it. */
@Singleton
final class AppendSignal {
  private final Pulse here = new Pulse();
  private final Pulse anywhere = new Pulse();
  private final Pulse arrived = new Pulse();

  /** A write of this node has committed. */
  void appendedHere() {
    here.beat();
    anywhere.beat();
  }

  /** Another node says that one of its writes has committed. */
  void appendedElsewhere() {
    anywhere.beat();
  }

  /** This node's tail has seen new events. */
  void arrived() {
    arrived.beat();
  }

  Pulse here() {
    return here;
  }

  Pulse anywhere() {
    return anywhere;
  }

  Pulse arrivals() {
    return arrived;
  }
}
