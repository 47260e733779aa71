package org.sealward.client;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.sealward.client.Progress.Listener;
import org.sealward.client.Progress.Step;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.tus.TusUpload;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.Member;
import org.sealward.envelope.SealedContent;

/** Seals an image into a temporary file, then uploads that: only ciphertext touches the disk. */
final class ImageUpload {
  private static final Backoff BACKOFF = Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(20));

  private final Context context;
  private final Listener listener;

  ImageUpload(Context context, Listener listener) {
    this.context = context;
    this.listener = listener;
  }

  /** Uploads an image and lets these members read it, the sender first, to keep the key. */
  ImageDescription shared(
      OutgoingImage image, ImageContext about, Images images, Supplier<List<Member>> members)
      throws IOException {
    try (ImageKey key = ImageKey.generate()) {
      long size = Files.size(image.file());
      SealedContent sealed = run(image.file(), about, key);
      images.grant(about, sealed, key, context.userId());
      for (Member member : members.get()) {
        if (!member.userId().equals(context.userId())) {
          images.grant(about, sealed, key, member.userId());
        }
      }
      return new ImageDescription(
          image.name(), image.mediaType(), size, image.width(), image.height(), about, sealed);
    }
  }

  private SealedContent run(Path image, ImageContext about, ImageKey key) throws IOException {
    Path ciphertext = Files.createTempFile("sealward-", ".sealed");
    try {
      SealedContent sealed = seal(image, about, key, ciphertext);
      upload(ciphertext, about, sealed.ciphertextLength());
      return sealed;
    } finally {
      Files.deleteIfExists(ciphertext);
    }
  }

  private SealedContent seal(Path image, ImageContext about, ImageKey key, Path ciphertext)
      throws IOException {
    long total = Files.size(image);
    try (InputStream in = new Counted(Files.newInputStream(image), total);
        OutputStream out = new BufferedOutputStream(Files.newOutputStream(ciphertext))) {
      return ImageSealer.seal(about, key, in, out);
    }
  }

  private void upload(Path ciphertext, ImageContext about, long length) throws IOException {
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("imageId", text(about.imageId()));
    metadata.put("subjectId", text(about.subjectId()));
    metadata.put("conversationId", text(about.conversationId()));
    new TusUpload(
            context.api(), BACKOFF, done -> listener.at(new Progress(Step.UPLOADING, done, length)))
        .run(ciphertext, text(about.imageId()), metadata);
  }

  private static String text(UUID id) {
    return id.toString();
  }

  /** Tells the listener how much was read. */
  private final class Counted extends FilterInputStream {
    private final long total;
    private long done;

    Counted(InputStream in, long total) {
      super(in);
      this.total = total;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      int count = super.read(buffer, offset, length);
      if (count > 0) {
        done += count;
        listener.at(new Progress(Step.SEALING, done, total));
      }
      return count;
    }
  }
}
