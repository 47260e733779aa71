package org.sealward.client;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.AttestationVerifier;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.Failure;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SignedInstitutionKey;

/** The keys of institutions that the user compared on this device. */
final class InstitutionPins {
  private final Context context;

  InstitutionPins(Context context) {
    this.context = context;
  }

  /** What the comparison of an institution's key is worth now. */
  sealed interface Standing {
    /** The key that was compared, or one that follows from it by rotations. */
    record Compared(InstitutionKey newest) implements Standing {}

    record NotCompared() implements Standing {}

    /** The keys shown do not follow from the one that was compared. */
    record Reset() implements Standing {}
  }

  /** Every version, verified; empty when the institution has no key. */
  List<SignedInstitutionKey> history(UUID institutionId) {
    List<SignedInstitutionKey> shown =
        context
            .api()
            .all(
                Call.get("/v1/institutions/" + institutionId + "/keys"),
                "after",
                SignedInstitutionKey.class);
    if (shown.isEmpty()) {
      return shown;
    }
    if (!shown.getFirst().key().institutionId().equals(institutionId)) {
      throw new InvalidEnvelopeException(Failure.WRONG_ADDRESS, "another institution's key");
    }
    AttestationVerifier.verifyFirst(shown.getFirst());
    for (int i = 1; i < shown.size(); i++) {
      AttestationVerifier.verifyNext(shown.get(i - 1), shown.get(i));
    }
    return shown;
  }

  Optional<SignedInstitutionKey> newest(UUID institutionId) {
    List<SignedInstitutionKey> history = history(institutionId);
    return history.isEmpty() ? Optional.empty() : Optional.of(history.getLast());
  }

  Standing standing(UUID institutionId) {
    Optional<Pin> pin = context.device().get(key(institutionId)).map(Pin::decode);
    if (pin.isEmpty()) {
      return new Standing.NotCompared();
    }
    List<SignedInstitutionKey> history = history(institutionId);
    int version = pin.get().version();
    boolean follows =
        version <= history.size()
            && history.get(version - 1).key().fingerprint().equals(pin.get().fingerprint())
            && history.stream()
                .skip(version)
                .allMatch(later -> later.key().kind() == BundleKind.ROTATION);
    if (!follows) {
      return new Standing.Reset();
    }
    InstitutionKey newest = history.getLast().key();
    pin(newest);
    return new Standing.Compared(newest);
  }

  void pin(InstitutionKey compared) {
    context
        .device()
        .put(
            key(compared.institutionId()),
            new Pin(compared.version(), compared.fingerprint()).encoded());
  }

  private String key(UUID institutionId) {
    return context.userId() + ".institution." + institutionId;
  }
}
