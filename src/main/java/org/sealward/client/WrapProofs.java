package org.sealward.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sealward.api.WrapProof;
import org.sealward.client.error.LogException;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.BundleVerifier;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.GrantVerifier;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.KeyLeaf;
import org.sealward.envelope.Member;
import org.sealward.envelope.MembershipVerifier;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedEntry;
import org.sealward.envelope.SignedGrant;
import org.sealward.transparency.LogFormatException;
import org.sealward.transparency.LogPolicy;
import org.sealward.transparency.LogProof;
import org.sealward.transparency.Verdict;

/** Proofs that keys stood in the log when something was wrapped for them, checked offline. */
public final class WrapProofs {
  static final int FORMAT = 1;

  private WrapProofs() {}

  /**
   * One thing that must hold.
   *
   * @param detail why it does not, or what it is about; may be empty
   */
  public record Finding(Claim claim, boolean holds, String detail) {}

  /** What must hold, in this order. */
  public enum Claim {
    /** Both bundles are signed with their own keys. */
    BUNDLES("the bundles are their owners'"),
    /** Entry or grant is signed by the author, and names the recipient's bundle. */
    WRAP("the author signed for these keys of the recipient"),
    /** The log is the one that the reviewer knows. */
    LOG("the log is the one that was asked for"),
    /** The log's key and a quorum of its witnesses have signed the checkpoint. */
    CHECKPOINT("the log and its witnesses signed the checkpoint"),
    /** They had done so within the day before. */
    RECENT("the witnesses had signed within the day before"),
    /** The recipient's bundle is a leaf of the log. */
    INCLUDED("the recipient's keys are in the log");

    private final String text;

    Claim(String text) {
      this.text = text;
    }

    public String text() {
      return text;
    }
  }

  /** The file: JSON. */
  public static Bytes encode(WrapProof proof) {
    return Bytes.of(Json.write(proof));
  }

  /** Strict; {@link Failure#MALFORMED} for what is no such file. */
  public static WrapProof decode(Bytes file) {
    try {
      WrapProof proof = Json.read(file.toArray(), WrapProof.class);
      if (proof.format() == FORMAT && (proof.entry() == null) != (proof.grant() == null)) {
        return proof;
      }
    } catch (IOException e) {
      throw malformed(e);
    }
    throw malformed(null);
  }

  private static InvalidEnvelopeException malformed(@Nullable Throwable cause) {
    return new InvalidEnvelopeException(
        Failure.MALFORMED,
        "not a proof of a wrap" + (cause == null ? "" : ": " + cause.getMessage()));
  }

  /**
   * Everything that can be said without the service.
   *
   * @param logKey the log's verifier key from elsewhere; without it the file is believed about
   *     that, which the finding says
   */
  public static List<Finding> check(WrapProof proof, @Nullable String logKey) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        finding(
            Claim.BUNDLES,
            () -> {
              BundleVerifier.verifyAlone(proof.author());
              BundleVerifier.verifyAlone(proof.recipient());
            }));
    findings.add(finding(Claim.WRAP, () -> requireWrap(proof)));
    findings.add(
        logKey == null
            ? new Finding(Claim.LOG, true, "as the file says, to be compared: " + proof.log().key())
            : new Finding(Claim.LOG, logKey.equals(proof.log().key()), proof.log().key()));
    findings.addAll(inLog(proof));
    return findings;
  }

  private static Finding finding(Claim claim, Runnable check) {
    try {
      check.run();
      return new Finding(claim, true, "");
    } catch (InvalidEnvelopeException e) {
      return new Finding(claim, false, String.valueOf(e.getMessage()));
    }
  }

  private static void requireWrap(WrapProof proof) {
    PublicBundle author = proof.author().bundle();
    SignedEntry entry = proof.entry();
    SignedGrant granted = proof.grant();
    if (entry != null) {
      MembershipVerifier.verifySignature(entry, author);
      requireRecipient(
          proof.recipient(),
          entry
              .entry()
              .member(proof.recipient().bundle().userId())
              .map(Member::fingerprint)
              .orElse(null));
    } else if (granted != null) {
      GrantVerifier.verify(granted, author);
      ImageGrant grant = granted.grant();
      boolean named = grant.recipientId().equals(proof.recipient().bundle().userId());
      requireRecipient(proof.recipient(), named ? grant.recipientFingerprint() : null);
    }
  }

  private static void requireRecipient(SignedBundle recipient, @Nullable Bytes named) {
    if (!recipient.bundle().fingerprint().equals(named)) {
      throw new InvalidEnvelopeException(
          Failure.WRONG_ADDRESS, "the recipient's keys are not those that are named");
    }
  }

  private static List<Finding> inLog(WrapProof proof) {
    LogPolicy policy;
    LogProof logged;
    try {
      policy = KeyLogs.policy(proof.log());
      logged = LogProof.parse(Bytes.utf8(proof.proof()));
    } catch (LogException | LogFormatException e) {
      String why = String.valueOf(e.getMessage());
      return List.of(
          new Finding(Claim.CHECKPOINT, false, why),
          new Finding(Claim.RECENT, false, why),
          new Finding(Claim.INCLUDED, false, why));
    }
    Verdict signed = policy.checkSignatures(logged.checkpoint());
    Verdict recent = policy.check(logged.checkpoint(), proof.at());
    boolean included =
        logged
            .inclusion()
            .verifiesEntry(
                KeyLeaf.of(proof.recipient().bundle()).encode(),
                logged.checkpoint().checkpoint().head());
    String quorum = proof.log().quorum() == 0 ? "no witness was asked for" : "";
    return List.of(
        new Finding(Claim.CHECKPOINT, isAccepted(signed), said(signed, policy.origin())),
        new Finding(Claim.RECENT, isAccepted(recent), said(recent, quorum)),
        new Finding(
            Claim.INCLUDED,
            included,
            "entry "
                + logged.inclusion().index()
                + " of "
                + logged.checkpoint().checkpoint().head().size()));
  }

  private static boolean isAccepted(Verdict verdict) {
    return verdict instanceof Verdict.Accepted;
  }

  private static String said(Verdict verdict, String accepted) {
    return isAccepted(verdict) ? accepted : verdict.toString();
  }
}
