package org.sealward.client;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.SpecialistProfile;
import org.sealward.client.AttestedName.Reason;
import org.sealward.client.AttestedName.Unverified;
import org.sealward.client.InstitutionKeyRing.Change;
import org.sealward.client.error.AttestationException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Attestation;
import org.sealward.envelope.AttestationVerifier;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.OwnInstitutionKey;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedInstitutionKey;

/**
 * Names that institutions vouch for. An admin makes the institution's key, which stays in that
 * admin's vault, and signs who its specialists are; everybody else compares the key once, with
 * digits that the institution shows elsewhere.
 */
public final class Attestations {
  private static final String INSTITUTIONS = "/v1/institutions/";

  private final Context context;
  private final InstitutionPins pins;
  private final InstitutionKeyRing ring;

  Attestations(Context context, UnlockedVault vault) {
    this.context = context;
    this.pins = new InstitutionPins(context);
    this.ring = new InstitutionKeyRing(context, pins, vault);
  }

  /**
   * Makes the institution's first key. For its admins.
   *
   * @return the digits that people compare
   * @throws AttestationException {@link AttestationException.Reason#KEY_EXISTS}
   */
  public String makeKey(UUID institutionId) {
    return ring.make(institutionId, Change.FIRST).digits();
  }

  /**
   * Replaces the institution's key by one that follows from it, and signs with it again whatever is
   * in force. Nobody needs to compare anything.
   *
   * @return the digits that people compare from now on
   * @throws AttestationException {@link AttestationException.Reason#KEY_NOT_HELD}
   */
  public String rotateKey(UUID institutionId) {
    InstitutionKey key = ring.make(institutionId, Change.ROTATION);
    renew(institutionId);
    return key.digits();
  }

  /**
   * Begins anew with another key, because the present one is lost or in somebody else's hands.
   * Nothing that was signed counts any more, and everybody must compare the new key.
   *
   * @return the digits that people compare from now on
   */
  public String resetKey(UUID institutionId) {
    return ring.make(institutionId, Change.RESET).digits();
  }

  /**
   * Vouches for a specialist's name and present keys, after the admin made sure that they are this
   * person's. For admins who hold the institution's key.
   *
   * @param name in the form that patients should see
   * @throws UntrustedKeyException when the specialist's keys do not follow from those known
   * @throws AttestationException {@link AttestationException.Reason#KEY_NOT_HELD}
   */
  public SignedAttestation attest(
      UUID institutionId, UUID userId, String name, String specialty, Instant notAfter) {
    try (OwnInstitutionKey key = ring.newest(institutionId)) {
      return put(key, userId, name, specialty, notAfter);
    }
  }

  /**
   * Signs again what is in force and was signed with an earlier key of the institution, or for
   * earlier keys of a specialist who rotated them since.
   *
   * @return how many were signed
   */
  public int renew(UUID institutionId) {
    List<SignedInstitutionKey> accepted = sinceReset(pins.history(institutionId));
    int renewed = 0;
    try (OwnInstitutionKey key = ring.newest(institutionId)) {
      List<SignedAttestation> all =
          context
              .api()
              .all(
                  Call.get(INSTITUTIONS + institutionId + "/attestations"),
                  "after",
                  SignedAttestation.class);
      for (SignedAttestation signed : all) {
        if (isOutdated(signed, key.key()) && isFollowed(signed, accepted)) {
          Attestation said = signed.attestation();
          put(key, said.userId(), said.name(), said.specialty(), said.notAfter());
          renewed++;
        }
      }
    }
    return renewed;
  }

  private SignedAttestation put(
      OwnInstitutionKey key, UUID userId, String name, String specialty, Instant notAfter) {
    SignedAttestation signed =
        SignedAttestation.issue(
            key, userId, context.pins().newest(userId).fingerprint(), name, specialty, notAfter);
    String path = INSTITUTIONS + key.key().institutionId() + "/attestations/" + userId;
    context.api().send(Call.put(path, signed).idempotent());
    return signed;
  }

  private static List<SignedInstitutionKey> sinceReset(List<SignedInstitutionKey> history) {
    int from = history.size() - 1;
    while (from > 0 && history.get(from).key().kind() == BundleKind.ROTATION) {
      from--;
    }
    return history.subList(Math.max(from, 0), history.size());
  }

  private boolean isOutdated(SignedAttestation signed, InstitutionKey newest) {
    try {
      PublicBundle subject = context.pins().newest(signed.attestation().userId());
      AttestationVerifier.verify(signed, newest, subject, context.now());
      return false;
    } catch (InvalidEnvelopeException e) {
      return true;
    } catch (UntrustedKeyException e) {
      return false;
    }
  }

  /** Whether the institution did say it, of keys that the specialist's present ones follow from. */
  private boolean isFollowed(SignedAttestation signed, List<SignedInstitutionKey> accepted) {
    Attestation said = signed.attestation();
    Optional<PublicBundle> subject =
        context.pins().find(said.userId(), said.fingerprint()).map(SignedBundle::bundle);
    return subject.isPresent()
        && context.pins().follow(said.userId(), said.fingerprint())
        && accepted.stream().anyMatch(key -> holds(signed, key.key(), subject.get()));
  }

  private boolean holds(SignedAttestation signed, InstitutionKey key, PublicBundle subject) {
    try {
      AttestationVerifier.verify(signed, key, subject, context.now());
      return true;
    } catch (InvalidEnvelopeException e) {
      return false;
    }
  }

  /** The digits of the institution's key as the service shows it; empty when it has none. */
  public Optional<String> digits(UUID institutionId) {
    return pins.newest(institutionId).map(signed -> signed.key().digits());
  }

  /**
   * Remembers on this device that the institution's key was compared. It is followed by rotations.
   *
   * @param compared the digits that the institution showed elsewhere: on paper, on its wall
   * @return false, and nothing is remembered, when they are not those of the key that the service
   *     shows
   */
  public boolean trust(UUID institutionId, String compared) {
    Optional<SignedInstitutionKey> newest =
        pins.newest(institutionId).filter(signed -> signed.key().digits().equals(compared));
    newest.ifPresent(signed -> pins.pin(signed.key()));
    return newest.isPresent();
  }

  /** What is known of the name in a profile. */
  public AttestedName check(SpecialistProfile profile) {
    return check(profile.institutionId(), profile.userId());
  }

  /**
   * What an institution says of a user's present keys.
   *
   * @throws UntrustedKeyException when the user's keys do not follow from those known
   */
  public AttestedName check(UUID institutionId, UUID userId) {
    Optional<SignedAttestation> found =
        context
            .api()
            .find(Call.get("/v1/specialists/" + userId + "/attestation"), SignedAttestation.class);
    if (found.isEmpty()) {
      return new Unverified(Reason.NOT_ATTESTED);
    }
    return switch (pins.standing(institutionId)) {
      case InstitutionPins.Standing.NotCompared _ ->
          new Unverified(Reason.INSTITUTION_NOT_COMPARED);
      case InstitutionPins.Standing.Reset _ -> new Unverified(Reason.INSTITUTION_RESET);
      case InstitutionPins.Standing.Compared(InstitutionKey key) ->
          checked(found.get(), key, context.pins().newest(userId));
    };
  }

  private AttestedName checked(SignedAttestation signed, InstitutionKey key, PublicBundle subject) {
    Attestation said = signed.attestation();
    try {
      AttestationVerifier.verify(signed, key, subject, context.now());
      return new AttestedName.Verified(
          said.institutionId(), said.name(), said.specialty(), said.notAfter());
    } catch (InvalidEnvelopeException e) {
      return new Unverified(
          switch (e.failure()) {
            case EXPIRED -> Reason.EXPIRED;
            case WRONG_ADDRESS ->
                said.institutionId().equals(key.institutionId())
                    ? Reason.OTHER_KEYS
                    : Reason.OTHER_INSTITUTION;
            default -> Reason.NOT_VALID;
          });
    }
  }
}
