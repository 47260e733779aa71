package org.sealward.probe;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Observation.Result;
import org.sealward.envelope.Observation.Step;
import org.sealward.probe.Journey.Bond;
import org.sealward.probe.Journey.Travellers;
import org.sealward.probe.TimedSteps.Taken;

/**
 * Probes, one time after the other. After a failure and after a while everything is begun anew:
 * logins, network connections, and the connection of the two; in between it goes on with what it
 * has.
 */
final class Prober implements AutoCloseable {
  private final Travellers travellers;
  private final TimedSteps steps;
  private final References references;
  private final Optional<Bytes> assistKey;
  private final Duration fresh;
  private @Nullable Journey journey;
  private long begun;
  private Bond bond = Bond.NONE;

  /**
   * @param references none to never be blind
   * @param assistKey the service's key for assisted decryption, where that is to be probed
   * @param fresh after how long everything is begun anew
   */
  Prober(
      Travellers travellers,
      TimedSteps steps,
      References references,
      Optional<Bytes> assistKey,
      Duration fresh) {
    this.travellers = travellers;
    this.steps = steps;
    this.references = references;
    this.assistKey = assistKey;
    this.fresh = fresh;
  }

  /**
   * What a probe saw.
   *
   * @param why the last step but {@link Step#REFERENCE} did not work; empty when it did
   */
  record Seen(List<Result> results, String why) {}

  /** Waits until the specialist can log in, if the next probe begins anew. */
  void awaitLogin() throws InterruptedException {
    if (isFresh()) {
      TimeUnit.NANOSECONDS.sleep(travellers.specialist().untilLogin().toNanos());
    }
  }

  private boolean isFresh() {
    return journey == null || steps.nanos().getAsLong() - begun >= fresh.toNanos();
  }

  /**
   * Takes the steps until one fails.
   *
   * @throws IOException when the picture cannot be written
   */
  Seen probe() throws IOException, InterruptedException {
    boolean anew = isFresh();
    Journey present = anew ? begin() : journey;
    if (present == null) {
      throw new IllegalStateException("no journey");
    }
    present.prepare();
    List<Result> results = new ArrayList<>();
    for (Map.Entry<Step, Callable<?>> step : plan(present, anew).entrySet()) {
      Taken taken = steps.take(step.getKey(), step.getValue());
      results.add(taken.result());
      if (!taken.worked()) {
        end(present.bond().without(step.getKey()));
        if (!references.places().isEmpty()) {
          results.add(steps.take(Step.REFERENCE, references::reach).result());
        }
        return new Seen(results, taken.why());
      }
    }
    return new Seen(results, "");
  }

  private Map<Step, Callable<?>> plan(Journey present, boolean anew) {
    Map<Step, Callable<?>> plan = new EnumMap<>(Step.class);
    plan.put(Step.SITE, present::reachSite);
    if (anew) {
      plan.put(Step.SIGN_IN, present::signIn);
      plan.put(Step.CONNECTION, present::connect);
    }
    plan.put(Step.MESSAGE_SENT, present::send);
    plan.put(Step.MESSAGE_RECEIVED, present::receive);
    plan.put(Step.IMAGE_SENT, present::sendImage);
    plan.put(Step.IMAGE_READ, present::readImage);
    assistKey.ifPresent(key -> plan.put(Step.ASSISTED_DECRYPTION, () -> present.assist(key)));
    return plan;
  }

  private Journey begin() {
    if (journey != null) {
      end(journey.bond());
    }
    Journey next = new Journey(travellers, bond);
    journey = next;
    begun = steps.nanos().getAsLong();
    return next;
  }

  private void end(Bond left) {
    Journey old = journey;
    journey = null;
    bond = left;
    if (old != null) {
      Thread.ofVirtual().name("probe-end").start(old::close);
    }
  }

  @Override
  public void close() {
    end(Bond.NONE);
  }
}
