package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.OutdatedImages;
import org.sealward.client.error.UntrustedKeyException;
import org.sealward.client.internal.http.Call;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;

/**
 * Grants the user's images to the user's newest keys (protocol §8.6). The service knows which are
 * done; the device remembers which were tried, so that a later run begins behind them.
 */
final class ImageRewrap {
  private static final int PAGE = 50;

  private final Context context;
  private final Images images;

  ImageRewrap(Context context, Images images) {
    this.context = context;
    this.images = images;
  }

  Rewrapped run(Rewrapped.Listener listener) {
    Bytes fingerprint = context.ownKeys().fingerprint();
    UUID after = tried(fingerprint);
    long done = 0;
    List<UUID> left = new ArrayList<>();
    OutdatedImages page = page(fingerprint, after);
    long total = page.total();
    while (true) {
      for (UUID imageId : page.items()) {
        try {
          images.grantAgain(imageId);
        } catch (EnvelopeException | UntrustedKeyException e) {
          left.add(imageId);
        }
        remember(fingerprint, imageId);
        listener.at(++done, total);
      }
      if (page.next() == null) {
        remember(fingerprint, null);
        return new Rewrapped(done - left.size(), left);
      }
      page = page(fingerprint, page.next());
    }
  }

  private OutdatedImages page(Bytes fingerprint, @Nullable UUID after) {
    Call call =
        Call.get("/v1/me/images/outdated")
            .query("fingerprint", fingerprint.base64Url())
            .query("after", after)
            .query("limit", PAGE);
    return context.api().send(call, OutdatedImages.class);
  }

  private @Nullable UUID tried(Bytes fingerprint) {
    String prefix = fingerprint.base64Url() + " ";
    return context
        .device()
        .get(key())
        .map(stored -> new String(stored.toArray(), StandardCharsets.UTF_8))
        .filter(text -> text.startsWith(prefix) && text.length() > prefix.length())
        .map(text -> UUID.fromString(text.substring(prefix.length())))
        .orElse(null);
  }

  /** Null once all were tried, so that the next run tries again what was left. */
  private void remember(Bytes fingerprint, @Nullable UUID imageId) {
    String text = fingerprint.base64Url() + " " + (imageId == null ? "" : imageId);
    context.device().put(key(), Bytes.utf8(text));
  }

  private String key() {
    return context.userId() + ".rewrap";
  }
}
