package org.sealward.client;

import java.util.Optional;
import java.util.UUID;
import org.sealward.client.error.AttestationException;
import org.sealward.client.error.AttestationException.Reason;
import org.sealward.client.error.VaultException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.SignedInstitutionKey;

/**
 * The keys of institutions in their admin's vault. As the user's own, a version is sealed before it
 * is published.
 */
final class InstitutionKeyRing {
  private static final int ATTEMPTS = 5;

  private final Context context;
  private final InstitutionPins pins;
  private final UnlockedVault vault;

  InstitutionKeyRing(Context context, InstitutionPins pins, UnlockedVault vault) {
    this.context = context;
    this.pins = pins;
    this.vault = vault;
  }

  /** How a next version comes to be. */
  enum Change {
    FIRST,
    ROTATION,
    RESET
  }

  /** Makes, seals and publishes the next version, which the admin then has compared. */
  InstitutionKey make(UUID institutionId, Change change) {
    for (int attempt = 1; ; attempt++) {
      Optional<SignedInstitutionKey> newest = settled(institutionId);
      try (OwnInstitutionKey next = next(institutionId, change, newest)) {
        try {
          vault.changeIfNewest(content -> content.with(next));
        } catch (VaultException e) {
          if (e.reason() == VaultException.Reason.CONFLICT && attempt < ATTEMPTS) {
            continue;
          }
          throw e;
        }
        publish(next);
        return next.key();
      }
    }
  }

  private OwnInstitutionKey next(
      UUID institutionId, Change change, Optional<SignedInstitutionKey> newest) {
    return switch (change) {
      case FIRST -> {
        if (newest.isPresent()) {
          throw new AttestationException(Reason.KEY_EXISTS);
        }
        yield OwnInstitutionKey.first(institutionId, context.now());
      }
      case ROTATION -> {
        try (OwnInstitutionKey present = held(newest)) {
          yield present.rotate(context.now());
        }
      }
      case RESET ->
          OwnInstitutionKey.reset(
              newest.orElseThrow(() -> new AttestationException(Reason.KEY_NOT_HELD)).key(),
              context.now());
    };
  }

  /** The institution's newest key, which the caller closes. */
  OwnInstitutionKey newest(UUID institutionId) {
    return held(settled(institutionId));
  }

  private OwnInstitutionKey held(Optional<SignedInstitutionKey> newest) {
    return newest
        .flatMap(published -> vault.read(content -> content.institutionKey(published)))
        .orElseThrow(() -> new AttestationException(Reason.KEY_NOT_HELD));
  }

  /** What is published, after what was sealed and not published. */
  private Optional<SignedInstitutionKey> settled(UUID institutionId) {
    Optional<SignedInstitutionKey> newest = pins.newest(institutionId);
    vault.reread();
    Optional<OwnInstitutionKey> pending =
        vault.read(content -> content.unpublishedKey(institutionId, newest.orElse(null)));
    if (pending.isEmpty()) {
      return newest;
    }
    try (OwnInstitutionKey sealed = pending.get()) {
      publish(sealed);
      return Optional.of(sealed.signedKey());
    }
  }

  private void publish(OwnInstitutionKey own) {
    InstitutionKey key = own.key();
    String path = "/v1/institutions/" + key.institutionId() + "/keys/" + key.version();
    context.api().send(Call.put(path, own.signedKey()).idempotent());
    pins.pin(key);
  }
}
