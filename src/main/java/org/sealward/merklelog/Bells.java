package org.sealward.merklelog;

import jakarta.inject.Singleton;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Hints on this node that there is work to do for a log. Nothing relies on them: whoever waits for
 * one looks now and then.
 */
@Singleton
final class Bells {
  private final ConcurrentMap<String, Bell> waiting = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Bell> signed = new ConcurrentHashMap<>();

  /** That entries wait for their place. */
  Bell waiting(String log) {
    return waiting.computeIfAbsent(log, _ -> new Bell());
  }

  /** That there is a new checkpoint, which witnesses have not seen. */
  Bell signed(String log) {
    return signed.computeIfAbsent(log, _ -> new Bell());
  }
}
