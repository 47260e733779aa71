package org.sealward.client;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.api.ConversationSummary;
import org.sealward.client.error.SealwardException;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.Passphrase;
import org.sealward.envelope.PrivateBundle;
import org.sealward.envelope.PrivateKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.RecoveryCode;
import org.sealward.envelope.UnlockKey;

/**
 * Replaces the user's keys by new ones that follow from them (protocol §3.7): sealed into the vault
 * first, then published, then brought into every conversation.
 */
final class KeyRotation {
  private static final int ATTEMPTS = 5;

  private final Context context;
  private final OwnBundles bundles;
  private final UnlockedVault vault;
  private final Conversations conversations;

  KeyRotation(
      Context context, OwnBundles bundles, UnlockedVault vault, Conversations conversations) {
    this.context = context;
    this.bundles = bundles;
    this.vault = vault;
    this.conversations = conversations;
  }

  Rotation run() {
    return spread(replace(next -> vault.changeIfNewest(content -> content.with(next))));
  }

  /** As {@link #run}, sealed so that no other device and no earlier recovery code opens it. */
  Rotation runWithout(Passphrase passphrase, RecoveryCode code, Runnable whenSealed) {
    PublicBundle bundle;
    try (UnlockKey recovery = UnlockKey.from(code)) {
      bundle =
          replace(
              next -> {
                vault.changeIfNewest(
                    content -> {
                      try (PrivateBundle more = content.with(next)) {
                        return more.withRecovery(recovery);
                      }
                    },
                    UnlockKey.from(passphrase));
                whenSealed.run();
              });
    }
    return spread(bundle);
  }

  /** Seals the next version, unless another device sealed something meanwhile. */
  interface Sealing {
    void seal(OwnKeys next);
  }

  /** The newest bundle, after all. Another device may rotate too; then this one follows it. */
  PublicBundle replace(Sealing sealing) {
    for (int attempt = 1; ; attempt++) {
      context.keys().reread();
      OwnKeys next = context.ownKeys().rotate(PrivateKeys.generate(), context.now());
      try {
        sealing.seal(next);
      } catch (VaultException e) {
        next.close();
        if (e.reason() == Reason.CONFLICT && attempt < ATTEMPTS) {
          continue;
        }
        throw e;
      }
      bundles.publish(next);
      context.keys().add(next);
      return next.bundle();
    }
  }

  Rotation spread(PublicBundle bundle) {
    List<UUID> refreshed = new ArrayList<>();
    Map<UUID, RuntimeException> left = new HashMap<>();
    for (ConversationSummary summary : conversations.list()) {
      try {
        conversations.get(summary.id()).refreshKeys();
        refreshed.add(summary.id());
      } catch (SealwardException | EnvelopeException e) {
        left.put(summary.id(), e);
      }
    }
    return new Rotation(bundle, refreshed, left);
  }
}
