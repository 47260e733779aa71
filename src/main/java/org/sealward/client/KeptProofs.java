package org.sealward.client;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.WrapProof;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;
import org.sealward.transparency.LogProof;

/**
 * The proof for each bundle that this device has wrapped for: made when it did so first, kept on
 * the device, with that time as the proof's {@code extra}.
 */
final class KeptProofs {
  private final Context context;

  KeptProofs(Context context) {
    this.context = context;
  }

  /** Before something is wrapped for these keys. */
  void keep(PublicBundle recipient) {
    if (!recipient.userId().equals(context.userId())
        && context.device().get(key(recipient)).isEmpty()) {
      made(recipient).ifPresent(proof -> context.device().put(key(recipient), proof.encode()));
    }
  }

  private Optional<LogProof> made(PublicBundle recipient) {
    Bytes at =
        Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(context.now().toEpochMilli()).array());
    return context
        .log()
        .proof(recipient)
        .map(proof -> new LogProof(at, proof.inclusion(), proof.checkpoint()));
  }

  /**
   * For a member of an entry; empty where there is no log.
   *
   * @throws InvalidEnvelopeException {@link Failure#UNKNOWN_KEY} when it names nobody of that id
   */
  Optional<WrapProof> of(SignedEntry signed, UUID memberId) {
    MembershipEntry entry = signed.entry();
    Bytes fingerprint = entry.member(memberId).orElseThrow(KeptProofs::unknown).fingerprint();
    return proof(
        signed,
        null,
        bundle(entry.authorId(), entry.authorFingerprint()),
        bundle(memberId, fingerprint));
  }

  Optional<WrapProof> of(SignedGrant signed) {
    ImageGrant grant = signed.grant();
    return proof(
        null,
        signed,
        bundle(grant.granterId(), grant.granterFingerprint()),
        bundle(grant.recipientId(), grant.recipientFingerprint()));
  }

  private Optional<WrapProof> proof(
      @Nullable SignedEntry entry,
      @Nullable SignedGrant grant,
      SignedBundle author,
      SignedBundle recipient) {
    Optional<LogProof> kept =
        context
            .device()
            .get(key(recipient.bundle()))
            .map(LogProof::parse)
            .or(() -> made(recipient.bundle()));
    return kept.flatMap(
        proof ->
            context
                .log()
                .description()
                .map(
                    log ->
                        new WrapProof(
                            WrapProofs.FORMAT,
                            at(proof),
                            entry,
                            grant,
                            author,
                            recipient,
                            text(new LogProof(null, proof.inclusion(), proof.checkpoint())),
                            log)));
  }

  private static Instant at(LogProof proof) {
    Bytes extra = proof.extra();
    if (extra == null || extra.length() != Long.BYTES) {
      throw new IllegalStateException("the device store holds something that is no kept proof");
    }
    return Instant.ofEpochMilli(ByteBuffer.wrap(extra.toArray()).getLong());
  }

  private static String text(LogProof proof) {
    return new String(proof.encode().toArray(), StandardCharsets.UTF_8);
  }

  private SignedBundle bundle(UUID userId, Bytes fingerprint) {
    return context.pins().find(userId, fingerprint).orElseThrow(KeptProofs::unknown);
  }

  private static InvalidEnvelopeException unknown() {
    return new InvalidEnvelopeException(Failure.UNKNOWN_KEY, "a person has no such keys");
  }

  private String key(PublicBundle bundle) {
    return context.userId() + ".proof." + bundle.userId() + "." + bundle.version();
  }
}
