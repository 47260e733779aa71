package org.sealward.client;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.sealward.client.error.ConversationException;
import org.sealward.client.error.LogException;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.BundleSource;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;

/**
 * Other people's keys as this device knows them: those in the log of keys, where there is one. The
 * first ones seen are pinned; later ones count only if they follow by rotations. Thread-safe.
 */
final class PinnedKeys implements BundleSource {
  private final ServiceApi api;
  private final DeviceStore store;
  private final UUID owner;
  private final KeyLog log;
  private final Map<UUID, KeyHistory> trusted = new HashMap<>();
  private final Map<UUID, UntrustedKeyException> alarms = new HashMap<>();
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * @param owner the user whose pins these are: a device may serve several
   */
  PinnedKeys(ServiceApi api, DeviceStore store, UUID owner, KeyLog log) {
    this.api = api;
    this.store = store;
    this.owner = owner;
    this.log = log;
  }

  /** What the service shows of a person, and which part of it this device believes. */
  private record Shown(KeyHistory all, KeyHistory trusted) {
    SignedBundle newest() {
      if (!all.newest().equals(trusted.newest())) {
        throw all.untrusted(Pin.of(trusted.newest()));
      }
      return trusted.newest();
    }

    Optional<SignedBundle> find(Bytes fingerprint) {
      Optional<SignedBundle> found = trusted.find(fingerprint);
      if (found.isEmpty() && all.find(fingerprint).isPresent()) {
        throw all.untrusted(Pin.of(trusted.newest()));
      }
      return found;
    }
  }

  /**
   * The keys to wrap for, asked of the service anew.
   *
   * @throws ConversationException when the person has published none
   * @throws UntrustedKeyException when they do not follow from those known
   * @throws LogException when the log does not have them, or has newer ones
   */
  PublicBundle newest(UUID userId) {
    return locked(() -> ask(userId).newest().bundle());
  }

  @Override
  public Optional<SignedBundle> find(UUID userId, Bytes fingerprint) {
    return locked(
        () -> {
          KeyHistory known = trusted.get(userId);
          Optional<SignedBundle> found = known == null ? Optional.empty() : known.find(fingerprint);
          return found.isPresent() ? found : ask(userId).find(fingerprint);
        });
  }

  /**
   * Accepts a person's newest keys although they do not follow from those known.
   *
   * @param fingerprint of the keys that the person confirmed
   */
  void trust(UUID userId, Bytes fingerprint) {
    locked(
        () -> {
          log.look();
          KeyHistory shown = KeyHistory.of(userId, fetch(userId, 0));
          Bytes newest = shown.newest().bundle().fingerprint();
          if (!newest.equals(fingerprint)) {
            throw new UntrustedKeyException(userId, fingerprint, newest);
          }
          log.require(shown, shown);
          alarms.remove(userId);
          return pin(userId, shown);
        });
  }

  /** Believes all of the user's own history, since the vault holds its newest keys. */
  void confirm(UUID userId, KeyHistory own) {
    locked(() -> pin(userId, own));
  }

  /**
   * Refuses a person whose newest keys, as far as they were shown, do not follow from those known.
   *
   * @throws UntrustedKeyException until {@link #trust} is called
   */
  void requireTrusted(UUID userId) {
    locked(
        () -> {
          UntrustedKeyException alarm = alarms.get(userId);
          if (alarm != null) {
            throw new UntrustedKeyException(userId, alarm.pinned(), alarm.presented());
          }
          return userId;
        });
  }

  /** Asks for a person's keys anew when the log has others than those known. */
  void watch(UUID userId) {
    locked(
        () -> {
          log.lookIfThere();
          KeyHistory known = trusted.get(userId);
          if (known != null && log.hasOthers(known.newest().bundle())) {
            ask(userId);
          }
          return userId;
        });
  }

  /** Whether the person's newest keys follow by rotations from those with this fingerprint. */
  boolean follow(UUID userId, Bytes fingerprint) {
    return locked(
        () -> {
          try {
            Shown shown = ask(userId);
            return !alarms.containsKey(userId) && !shown.all().resetAfter(fingerprint);
          } catch (UntrustedKeyException e) {
            return false;
          }
        });
  }

  /** Whether the person began anew with other keys after those. */
  boolean wasReset(UUID userId, Bytes since) {
    return locked(
        () -> {
          KeyHistory known = trusted.get(userId);
          return (known == null ? ask(userId).trusted() : known).resetAfter(since);
        });
  }

  /**
   * A person's whole history, pinned as far as it is believed; empty when none was published. For
   * the user's own keys, which the vault confirms.
   */
  Optional<KeyHistory> history(UUID userId) {
    return locked(
        () -> {
          try {
            return Optional.of(ask(userId).all());
          } catch (ConversationException e) {
            return Optional.empty();
          }
        });
  }

  private Shown ask(UUID userId) {
    try {
      Shown shown = shownInTime(userId);
      if (shown.all().newest().equals(shown.trusted().newest())) {
        alarms.remove(userId);
      } else {
        alarms.put(userId, shown.all().untrusted(Pin.of(shown.trusted().newest())));
      }
      return shown;
    } catch (UntrustedKeyException e) {
      alarms.put(userId, e);
      throw e;
    }
  }

  /** Keys that came into the log after the service was asked for them are not withheld. */
  private Shown shownInTime(UUID userId) {
    try {
      return shown(userId);
    } catch (LogException e) {
      if (e.reason() != LogException.Reason.KEYS_WITHHELD) {
        throw e;
      }
      return shown(userId);
    }
  }

  /** The log is read first: what it has then, the service shows. */
  private Shown shown(UUID userId) {
    boolean own = userId.equals(owner);
    if (own) {
      log.lookIfThere();
    } else {
      log.look();
    }
    KeyHistory known = trusted.get(userId);
    Pin pin = store.get(key(userId)).map(Pin::decode).orElse(null);
    List<SignedBundle> shown = fetch(userId, known == null ? 0 : known.newest().bundle().version());
    try {
      KeyHistory all = known == null ? KeyHistory.of(userId, shown) : known.followedBy(shown);
      KeyHistory believed = all.trusted(pin);
      if (own) {
        log.requireOwn(all);
      } else {
        log.require(all, believed);
      }
      return new Shown(all, pin(userId, believed));
    } catch (InvalidEnvelopeException e) {
      if (pin == null) {
        throw e;
      }
      // What is no history at all contradicts a pin, too.
      throw new UntrustedKeyException(
          userId, pin.fingerprint(), shown.getLast().bundle().fingerprint());
    }
  }

  private KeyHistory pin(UUID userId, KeyHistory believed) {
    Bytes encoded = Pin.of(believed.newest()).encoded();
    if (!store.get(key(userId)).filter(encoded::equals).isPresent()) {
      store.put(key(userId), encoded);
    }
    trusted.put(userId, believed);
    return believed;
  }

  private List<SignedBundle> fetch(UUID userId, int after) {
    try {
      List<SignedBundle> found =
          api.all(
              Call.get("/v1/users/" + userId + "/bundles").query("after", after),
              "after",
              SignedBundle.class);
      if (after == 0 && found.isEmpty()) {
        throw noKeys(userId);
      }
      return found;
    } catch (ProblemException e) {
      if (e.is("bundle-not-found")) {
        throw noKeys(userId);
      }
      throw e;
    }
  }

  private static ConversationException noKeys(UUID userId) {
    return new ConversationException(ConversationException.Reason.NO_KEYS_PUBLISHED, userId);
  }

  private String key(UUID userId) {
    return owner + ".pin." + userId;
  }

  private <T> T locked(Supplier<T> work) {
    lock.lock();
    try {
      return work.get();
    } finally {
      lock.unlock();
    }
  }
}
