package org.sealward.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sealward.api.AssistKeyList;
import org.sealward.api.AssistedDecryption;
import org.sealward.client.error.ProblemException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.AssistSecret;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SignedAssistKey;
import org.sealward.envelope.SignedGrant;

/**
 * Images that the service decrypts (protocol §10). It gets the key of that one image, sealed to
 * keys that it forgets, and sees the picture while it sends it. {@link Images#open} shows a picture
 * to nobody else.
 */
public final class AssistedImages {
  private final Context context;
  private final Images images;
  private final Bytes serviceKey;

  AssistedImages(Context context, Images images, Bytes serviceKey) {
    this.context = context;
    this.images = images;
    this.serviceKey = serviceKey;
  }

  /**
   * The whole picture.
   *
   * @throws InvalidEnvelopeException {@link Failure#UNKNOWN_KEY} when the pinned key has signed no
   *     key of the service that is valid
   * @throws ProblemException {@code assisted-decryption-off} where it is not wanted, {@code
   *     assist-busy} when there is no room now, and others
   */
  public byte[] read(ImageDescription image) {
    return open(image, null, null);
  }

  /**
   * Bytes of the picture, which must have them.
   *
   * @throws InvalidEnvelopeException as for the whole picture
   * @throws ProblemException likewise
   */
  public byte[] read(ImageDescription image, long offset, int length) {
    return open(image, offset, (long) length);
  }

  /** One at a time, since the service opens no more for one user. */
  private synchronized byte[] open(
      ImageDescription image, @Nullable Long offset, @Nullable Long length) {
    SignedGrant granted = images.granted(image.context(), image.sealed());
    AssistRequest request = AssistRequest.of(granted.grant(), AssistSecret.IMAGE_KEY);
    var body =
        new AssistedDecryption(
            request.suite(),
            request.grantHash(),
            request.secret(),
            request.nonce(),
            seals(granted, request),
            offset,
            length);
    return context
        .api()
        .send(
            Call.post("/v1/images/" + image.imageId() + "/decryption", body)
                .header("Accept", "application/octet-stream, application/problem+json"))
        .body();
  }

  private List<AssistedDecryption.Seal> seals(SignedGrant granted, AssistRequest request) {
    List<AssistKey> keys = keys();
    if (keys.isEmpty()) {
      throw new InvalidEnvelopeException(
          Failure.UNKNOWN_KEY, "the service has no key that the pinned one signed");
    }
    List<AssistedDecryption.Seal> seals = new ArrayList<>();
    try (ImageKey imageKey = images.key(granted)) {
      for (AssistKey key : keys) {
        seals.add(new AssistedDecryption.Seal(key.keyId(), request.seal(key, imageKey)));
      }
    }
    return seals;
  }

  private List<AssistKey> keys() {
    return context.api().send(Call.get("/v1/assist-keys"), AssistKeyList.class).keys().stream()
        .map(this::accepted)
        .flatMap(Optional::stream)
        .toList();
  }

  private Optional<AssistKey> accepted(SignedAssistKey key) {
    try {
      return Optional.of(key.accept(serviceKey, context.now()));
    } catch (InvalidEnvelopeException _) {
      return Optional.empty();
    }
  }
}
