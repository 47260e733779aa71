package org.sealward.api;

import io.micronaut.core.type.Argument;
import io.micronaut.serde.Decoder;
import io.micronaut.serde.Encoder;
import io.micronaut.serde.Serde;
import io.micronaut.serde.annotation.SerdeImport;
import jakarta.inject.Singleton;
import java.io.IOException;
import org.sealward.envelope.Argon2Parameters;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Attestation;
import org.sealward.envelope.BundleKind;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageRevocation;
import org.sealward.envelope.InstitutionKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Leave;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedAssistKey;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedInstitutionKey;
import org.sealward.envelope.SignedLeave;
import org.sealward.envelope.SignedRevocation;
import org.sealward.envelope.VaultMethod;
import org.sealward.envelope.VaultWrap;
import org.sealward.json.JsonRefusedException;

/**
 * The records of {@link org.sealward.envelope} as JSON: their component names are the field names
 * of the protocol. What their constructors refuse is a malformed body.
 */
@SerdeImport(Argon2Parameters.class)
@SerdeImport(AssistKey.class)
@SerdeImport(Attestation.class)
@SerdeImport(EpochWrap.class)
@SerdeImport(ImageGrant.class)
@SerdeImport(ImageRevocation.class)
@SerdeImport(InstitutionKey.class)
@SerdeImport(Leave.class)
@SerdeImport(Member.class)
@SerdeImport(MembershipEntry.class)
@SerdeImport(MessageHeader.class)
@SerdeImport(PublicBundle.class)
@SerdeImport(SealedMessage.class)
@SerdeImport(SealedPrivateBundle.class)
@SerdeImport(SignedAssistKey.class)
@SerdeImport(SignedAttestation.class)
@SerdeImport(SignedBundle.class)
@SerdeImport(SignedEntry.class)
@SerdeImport(SignedGrant.class)
@SerdeImport(SignedInstitutionKey.class)
@SerdeImport(SignedLeave.class)
@SerdeImport(SignedRevocation.class)
@SerdeImport(VaultWrap.class)
final class EnvelopeShapes {
  private EnvelopeShapes() {}

  /** 0, 1 or 2 (protocol §3). */
  @Singleton
  static final class BundleKindSerde implements Serde<BundleKind> {
    @Override
    public void serialize(
        Encoder encoder,
        EncoderContext context,
        Argument<? extends BundleKind> type,
        BundleKind value)
        throws IOException {
      encoder.encodeInt(value.wire());
    }

    @Override
    public BundleKind deserialize(
        Decoder decoder, DecoderContext context, Argument<? super BundleKind> type)
        throws IOException {
      try {
        return BundleKind.fromWire(decoder.decodeInt());
      } catch (InvalidEnvelopeException _) {
        throw JsonRefusedException.expected("a bundle's kind, 0, 1 or 2,");
      }
    }
  }

  /** 1 or 2 (protocol §10.2). */
  @Singleton
  static final class AssistSecretSerde implements Serde<AssistSecret> {
    @Override
    public void serialize(
        Encoder encoder,
        EncoderContext context,
        Argument<? extends AssistSecret> type,
        AssistSecret value)
        throws IOException {
      encoder.encodeInt(value.number());
    }

    @Override
    public AssistSecret deserialize(
        Decoder decoder, DecoderContext context, Argument<? super AssistSecret> type)
        throws IOException {
      try {
        return AssistSecret.of(decoder.decodeInt());
      } catch (InvalidEnvelopeException _) {
        throw JsonRefusedException.expected("what is handed over, 1 or 2,");
      }
    }
  }

  /** {@code admin} or {@code member} (protocol §6). */
  @Singleton
  static final class MemberRoleSerde implements Serde<MemberRole> {
    @Override
    public void serialize(
        Encoder encoder,
        EncoderContext context,
        Argument<? extends MemberRole> type,
        MemberRole value)
        throws IOException {
      encoder.encodeString(value.wire());
    }

    @Override
    public MemberRole deserialize(
        Decoder decoder, DecoderContext context, Argument<? super MemberRole> type)
        throws IOException {
      try {
        return MemberRole.fromWire(decoder.decodeString());
      } catch (InvalidEnvelopeException _) {
        throw JsonRefusedException.expected("a member's role, admin or member,");
      }
    }
  }

  /** {@code passphrase} or {@code recovery} (protocol §5). */
  @Singleton
  static final class VaultMethodSerde implements Serde<VaultMethod> {
    @Override
    public void serialize(
        Encoder encoder,
        EncoderContext context,
        Argument<? extends VaultMethod> type,
        VaultMethod value)
        throws IOException {
      encoder.encodeString(value.wire());
    }

    @Override
    public VaultMethod deserialize(
        Decoder decoder, DecoderContext context, Argument<? super VaultMethod> type)
        throws IOException {
      try {
        return VaultMethod.fromWire(decoder.decodeString());
      } catch (InvalidEnvelopeException _) {
        throw JsonRefusedException.expected("a vault method, passphrase or recovery,");
      }
    }
  }
}
