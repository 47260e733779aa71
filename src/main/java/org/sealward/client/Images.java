package org.sealward.client;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.api.StoredGrant;
import org.sealward.api.WrapProof;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ContentTree;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.Opener;
import org.sealward.envelope.OwnKeys;
import org.sealward.envelope.PublicBundle;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedRevocation;

/**
 * Images that the user may read: fetch them, share them, take them back. Sending one is {@link
 * Conversation#sendImage}. Thread-safe.
 */
public final class Images {
  private static final String PATH = "/v1/images/";

  private final Context context;

  Images(Context context) {
    this.context = context;
  }

  /**
   * Opens an image that a message describes.
   *
   * @throws ProblemException 404 when nobody granted it to the user, or the grant was revoked
   * @throws InvalidEnvelopeException {@link Failure#DIGEST_MISMATCH} when what is granted is not
   *     what the message describes
   */
  public ImageContent open(ImageDescription image) {
    return open(image.context(), image.sealed());
  }

  /**
   * Images opened by the service, where the deployment and the institutions of the conversation
   * offer it, for devices that are too weak: the running service then sees the picture.
   *
   * @param serviceKey 32 bytes, pinned in the app
   */
  public AssistedImages assisted(Bytes serviceKey) {
    return new AssistedImages(context, this, serviceKey);
  }

  /** Opens an image that was granted to the user without a message. */
  public ImageContent open(SignedGrant granted) {
    ImageGrant grant = granted.grant();
    return open(
        grant.context(), new SealedContent(grant.contentDigest(), grant.ciphertextLength()));
  }

  private ImageContent open(ImageContext image, SealedContent sealed) {
    ImageKey key = key(image, sealed);
    try {
      byte[] leaves = context.api().send(Call.getBytes(PATH + image.imageId() + "/leaves")).body();
      ContentTree tree = ContentTree.decode(Bytes.of(leaves), sealed.ciphertextLength());
      var source = new RangeSource(context.api(), image.imageId(), sealed.ciphertextLength());
      return new ImageContent(Opener.imageReader(image, sealed, tree, key, source), key);
    } catch (RuntimeException e) {
      key.close();
      throw e;
    }
  }

  /**
   * Fetches a whole image into a file, which appears when all of it is verified; an earlier file is
   * replaced.
   */
  public void download(ImageDescription image, Path target, Progress.Listener listener)
      throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Path partial = Files.createTempFile(folder, ".sealward-", ".part");
    try {
      try (ImageContent content = open(image);
          OutputStream out = Files.newOutputStream(partial)) {
        content.copyTo(out, listener);
      }
      Files.move(partial, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(partial);
    }
  }

  /**
   * Lets another person read an image, who need not take part in the conversation.
   *
   * @throws UntrustedKeyException when the person's keys do not follow from those known
   */
  public SignedGrant grant(ImageDescription image, UUID recipientId) {
    try (ImageKey key = key(image.context(), image.sealed())) {
      return grant(image.context(), image.sealed(), key, recipientId);
    }
  }

  SignedGrant grant(ImageContext image, SealedContent sealed, ImageKey key, UUID recipientId) {
    return withNewestKeys(
        () -> {
          PublicBundle recipient =
              recipientId.equals(context.userId())
                  ? context.ownKeys().bundle()
                  : context.pins().newest(recipientId);
          context.proofs().keep(recipient);
          SignedGrant grant =
              SignedGrant.issue(image, sealed, key, context.ownKeys(), recipient, context.now());
          context.api().send(Call.post(PATH + image.imageId() + "/grants", grant).idempotent());
          return grant;
        });
  }

  /** Grants an image to the user's newest keys, from a grant to earlier ones. */
  void grantAgain(UUID imageId) {
    List<SignedGrant> own =
        grants(imageId).stream()
            .filter(signed -> signed.grant().recipientId().equals(context.userId()))
            .toList();
    ImageGrant grant = openable(own).grant();
    try (ImageKey key = key(openable(own))) {
      grant(grant.context(), grant.content(), key, context.userId());
    }
  }

  /** Again, if another device of the user has made newer keys. */
  private <T> T withNewestKeys(Supplier<T> act) {
    try {
      return act.get();
    } catch (ProblemException e) {
      if (!e.is("grant-key-outdated")) {
        throw e;
      }
      context.keys().reread();
      return act.get();
    }
  }

  /**
   * Makes the user's newest keys open every image that earlier ones do: after a rotation, so that
   * the earlier ones are needed for nothing but old messages. It can be stopped at any time and
   * goes on where it was, on this device or another.
   *
   * @param listener is told after each image, on the calling thread; what it throws stops the work
   */
  public Rewrapped rewrap(Rewrapped.Listener listener) {
    return new ImageRewrap(context, this).run(listener);
  }

  /**
   * The grants of an image that hold: all of them for its owner and for whom it shows, the user's
   * own for others.
   */
  public List<SignedGrant> grants(UUID imageId) {
    return context
        .api()
        .all(Call.get(PATH + imageId + "/grants"), "after", StoredGrant.class)
        .stream()
        .filter(stored -> stored.revocation() == null)
        .map(StoredGrant::grant)
        .toList();
  }

  /**
   * Takes back every grant of an image to a person. For the image's owner, whom it shows, and who
   * granted it. What the person fetched before cannot be taken back.
   *
   * @return how many grants there were
   */
  public int revoke(UUID imageId, UUID recipientId) {
    List<SignedGrant> held =
        grants(imageId).stream()
            .filter(signed -> signed.grant().recipientId().equals(recipientId))
            .toList();
    for (SignedGrant signed : held) {
      withNewestKeys(
          () -> {
            SignedRevocation revocation =
                SignedRevocation.issue(signed.grant(), context.ownKeys(), context.now());
            return context
                .api()
                .send(Call.post(PATH + imageId + "/revocations", revocation).idempotent());
          });
    }
    return held.size();
  }

  /**
   * Deletes an image at the service, with all grants. For its owner and for whom it shows; when it
   * is gone already, nothing happens.
   *
   * @return what {@link SealwardClient#receipt} takes; empty when it was gone
   * @throws ProblemException 403 for others who may read it
   */
  @CanIgnoreReturnValue
  public Optional<UUID> erase(UUID imageId) {
    try {
      return ServiceApi.receipt(context.api().send(Call.of("DELETE", PATH + imageId, true)));
    } catch (ProblemException e) {
      if (!e.is("image-not-found")) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /**
   * That the keys which a grant is for stood in the log of keys, for somebody who is offline
   * ({@link WrapProofs}); empty where there is no log.
   */
  public Optional<WrapProof> wrapProof(SignedGrant granted) {
    return context.proofs().of(granted);
  }

  private ImageKey key(ImageContext image, SealedContent sealed) {
    return key(granted(image, sealed));
  }

  /** A grant to keys that the user holds, of exactly this image. */
  SignedGrant granted(ImageContext image, SealedContent sealed) {
    List<SignedGrant> described =
        grants(image.imageId()).stream()
            .filter(
                signed ->
                    signed.grant().context().equals(image)
                        && signed.grant().content().equals(sealed)
                        && signed.grant().recipientId().equals(context.userId()))
            .toList();
    if (described.isEmpty()) {
      throw new InvalidEnvelopeException(
          Failure.DIGEST_MISMATCH, "what was granted is not the image that was described");
    }
    return openable(described);
  }

  /** One of the grants whose recipient's keys the user holds; the vault may have newer ones. */
  private SignedGrant openable(List<SignedGrant> own) {
    return held(own)
        .or(
            () -> {
              context.keys().reread();
              return held(own);
            })
        .orElseThrow(() -> unknownKey("the grants are to keys that were lost"));
  }

  private Optional<SignedGrant> held(List<SignedGrant> own) {
    return own.stream()
        .filter(signed -> context.keys().find(signed.grant().recipientFingerprint()).isPresent())
        .findFirst();
  }

  ImageKey key(SignedGrant signed) {
    ImageGrant grant = signed.grant();
    PublicBundle granter =
        context
            .pins()
            .find(grant.granterId(), grant.granterFingerprint())
            .map(SignedBundle::bundle)
            .orElseThrow(() -> unknownKey("the granter's keys cannot be found"));
    OwnKeys recipient =
        context
            .keys()
            .find(grant.recipientFingerprint())
            .orElseThrow(() -> unknownKey("the grant is to keys that were lost"));
    return Opener.imageKey(signed, granter, recipient);
  }

  private static InvalidEnvelopeException unknownKey(String reason) {
    return new InvalidEnvelopeException(Failure.UNKNOWN_KEY, reason);
  }
}
