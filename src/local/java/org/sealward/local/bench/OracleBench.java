package org.sealward.local.bench;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.ForgedMessages;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.Opener;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SecretBytes;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.UnlockKey;
import org.sealward.envelope.VaultWrap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** How long a forgery takes to fail, by where it fails: an observer may know only that it did. */
@Command(
    name = "oracle",
    description =
        "Opens forged messages, vaults and requests for assisted decryption that fail in different"
            + " places, in turns on one thread. Prints for each how often it took longer than"
            + " the first of its kind: 0.5 is what cannot be told apart by any number of tries.")
final class OracleBench extends Measurement {
  @Option(names = "--rounds", description = "Measured rounds (default: ${DEFAULT-VALUE}).")
  private int rounds = 2000;

  private final OwnKeys sender = keys();
  private final OwnKeys reader = keys();

  private static OwnKeys keys() {
    return OwnKeys.first(UUID.randomUUID(), PrivateKeys.generate(), now());
  }

  private static Instant now() {
    return Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
  }

  @Override
  void measure(Figures figures) {
    figures.note(
        "medians of %d rounds each; how often it took longer than the first".formatted(rounds));
    compare(figures, "message", messages());
    compare(figures, "vault", vaults());
    compare(figures, "assist", requests());
  }

  /** A way to fail, and how long it took in each round. */
  private record Way(String name, Runnable opening, List<Double> nanos) {}

  /** Ways of one kind, the first of which the others are compared with. */
  private void compare(Figures figures, String kind, Map<String, Runnable> openings) {
    List<Way> ways = new ArrayList<>();
    openings.forEach((name, opening) -> ways.add(new Way(name, opening, new ArrayList<>())));
    Way first = ways.getFirst();
    List<Way> order = new ArrayList<>(ways);
    for (int round = -rounds; round < rounds; round++) {
      // Each comes behind each of the others as often.
      Collections.rotate(order, 1);
      for (Way way : order) {
        long from = System.nanoTime();
        fails(way.opening());
        double nanos = System.nanoTime() - from;
        if (round >= 0) {
          way.nanos().add(nanos);
        }
      }
    }
    for (Way way : ways) {
      figures.add(kind + "-" + way.name(), Figures.median(array(way)) / 1000, "µs");
      if (!way.equals(first)) {
        figures.add(
            kind + "-" + way.name() + "-longer",
            longer(array(way), array(first)),
            "",
            "0.5 tells nothing");
      }
    }
  }

  private static double[] array(Way way) {
    return way.nanos().stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void fails(Runnable opening) {
    try {
      opening.run();
    } catch (EnvelopeException e) {
      return;
    }
    throw new IllegalStateException("a forgery was opened");
  }

  /** How often one of {@code some} is above one of {@code others}. */
  static double longer(double[] some, double[] others) {
    double[] sorted = others.clone();
    Arrays.sort(sorted);
    double above = 0;
    for (double one : some) {
      int at = Arrays.binarySearch(sorted, one);
      int below = at >= 0 ? at : -at - 1;
      int upTo = below;
      while (upTo < sorted.length && sorted[upTo] == one) {
        upTo++;
      }
      while (below > 0 && sorted[below - 1] == one) {
        below--;
      }
      above += below + (upTo - below) / 2.0;
    }
    return above / some.length / others.length;
  }

  private Map<String, Runnable> messages() {
    NewEpoch epoch = MembershipAuthor.begin(sender, List.of(admin(sender), admin(reader)));
    MembershipEntry entry = epoch.signedEntry().entry();
    MessageHeader header =
        new MessageHeader(
            1,
            entry.conversationId(),
            0,
            entry.membershipHash(),
            sender.userId(),
            null,
            new UUID(Clock.systemUTC().millis() << 16 | 0x7000, Long.MIN_VALUE),
            now(),
            null);
    byte[] padded =
        ForgedMessages.padded(
            Bytes.utf8("{\"type\":\"text\",\"text\":\"" + "x".repeat(1500) + "\"}"));
    byte[] dirty = padded.clone();
    dirty[dirty.length - 1] = 1;
    Bytes body = ForgedMessages.body(epoch.key(), header, padded);
    Map<String, SealedMessage> forged = new LinkedHashMap<>();
    forged.put("tag", signed(header, flipped(body, body.length() - 1)));
    forged.put("padding", signed(header, ForgedMessages.body(epoch.key(), header, dirty)));
    forged.put("commitment", signed(header, flipped(body, 24)));
    Map<String, Runnable> ways = new LinkedHashMap<>();
    forged.forEach(
        (way, message) ->
            ways.put(way, () -> Opener.message(message, entry, sender.bundle(), epoch.key())));
    return ways;
  }

  private SealedMessage signed(MessageHeader header, Bytes body) {
    return ForgedMessages.signed(header, body, sender);
  }

  private static Member admin(OwnKeys keys) {
    return new Member(keys.userId(), keys.fingerprint(), MemberRole.ADMIN, 0);
  }

  private Map<String, Runnable> vaults() {
    UnlockKey unlock;
    try (RecoveryCode code = RecoveryCode.generate()) {
      unlock = UnlockKey.from(code);
    }
    SealedPrivateBundle vault;
    try (PrivateBundle content = PrivateBundle.of(reader)) {
      vault = SealedPrivateBundle.seal(reader.userId(), 1, content, List.of(unlock));
    }
    Map<String, SealedPrivateBundle> forged = new LinkedHashMap<>();
    forged.put("wrap-commitment", withWrap(vault, 24));
    forged.put("wrap-tag", withWrap(vault, 103));
    forged.put("content-commitment", withContent(vault, 24));
    forged.put("content-tag", withContent(vault, vault.ciphertext().length() - 1));
    Map<String, Runnable> ways = new LinkedHashMap<>();
    forged.forEach((way, forgery) -> ways.put(way, () -> Opener.privateBundle(forgery, unlock, 0)));
    return ways;
  }

  private static SealedPrivateBundle withWrap(SealedPrivateBundle vault, int at) {
    VaultWrap wrap = vault.wraps().getFirst();
    var forged =
        new VaultWrap(wrap.method(), wrap.salt(), wrap.parameters(), flipped(wrap.wrap(), at));
    return new SealedPrivateBundle(
        1, vault.userId(), vault.revision(), List.of(forged), vault.ciphertext());
  }

  private static SealedPrivateBundle withContent(SealedPrivateBundle vault, int at) {
    return new SealedPrivateBundle(
        1, vault.userId(), vault.revision(), vault.wraps(), flipped(vault.ciphertext(), at));
  }

  private Map<String, Runnable> requests() {
    var image =
        new ImageContext(UUID.randomUUID(), reader.userId(), reader.userId(), UUID.randomUUID());
    ImageKey key = ImageKey.generate();
    ImageGrant grant =
        SignedGrant.issue(
                image,
                new SealedContent(Bytes.of(new byte[32]), 100),
                key,
                reader,
                reader.bundle(),
                now())
            .grant();
    SecretBytes seed = SecretBytes.random(32);
    AssistKey to = new AssistKey(1, UUID.randomUUID(), AssistKey.publicKey(seed), now());
    AssistRequest request = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    AssistRequest other = AssistRequest.of(grant, AssistSecret.IMAGE_KEY);
    Bytes sealed = request.seal(to, key);
    Map<String, Bytes> forged = new LinkedHashMap<>();
    // ML-KEM-768's ciphertext, X25519's share behind its 1088 bytes, the tag, another's nonce.
    forged.put("ml-kem", flipped(sealed, 0));
    forged.put("x25519", flipped(sealed, 1088));
    forged.put("tag", flipped(sealed, 1167));
    forged.put("nonce", other.seal(to, key));
    Map<String, Runnable> ways = new LinkedHashMap<>();
    forged.forEach(
        (way, secret) ->
            ways.put(way, () -> Opener.assistedImageKey(request, to.keyId(), seed, secret, grant)));
    return ways;
  }

  private static Bytes flipped(Bytes bytes, int at) {
    byte[] flipped = bytes.toArray();
    flipped[at] ^= 1;
    return Bytes.of(flipped);
  }
}
