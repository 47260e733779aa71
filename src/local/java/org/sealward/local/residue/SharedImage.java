package org.sealward.local.residue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.client.internal.http.Backoff;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.tus.TusUpload;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.LentSeeds;
import org.sealward.envelope.SealedContent;
import org.sealward.envelope.SignedGrant;
import org.sealward.local.bench.BenchUser;
import org.sealward.local.search.Needle;

/** A picture of random bytes, stored at the service, that two people may open. */
final class SharedImage {
  /** Bytes from one piece that is looked for to the next: in every page of memory there is one. */
  private static final int STRIDE = 4096;

  private static final int PIECE = 32;

  private final ImageKey key = ImageKey.generate();
  private final byte[] picture;
  private final List<BenchUser> people;
  private final List<ImageGrant> grants = new ArrayList<>();

  /**
   * Uploads it.
   *
   * @param people the owner first
   */
  SharedImage(List<BenchUser> people, UUID conversation, int size, Path folder) throws IOException {
    this.people = List.copyOf(people);
    this.picture = new byte[size];
    new SecureRandom().nextBytes(picture);
    BenchUser owner = people.getFirst();
    var context = new ImageContext(UUID.randomUUID(), owner.id(), owner.id(), conversation);
    var sealed = new ByteArrayOutputStream();
    SealedContent content =
        ImageSealer.seal(context, key, new ByteArrayInputStream(picture), sealed);
    String id = context.imageId().toString();
    Path file = Files.write(folder.resolve(id), sealed.toByteArray());
    new TusUpload(owner.api(), Backoff.of(Duration.ofMillis(500), Duration.ofSeconds(5)), _ -> {})
        .run(
            file,
            id,
            Map.of(
                "imageId", id,
                "subjectId", owner.id().toString(),
                "conversationId", conversation.toString()));
    Files.delete(file);
    for (BenchUser recipient : people) {
      SignedGrant grant =
          SignedGrant.issue(
              context,
              content,
              key,
              owner.keys(),
              recipient.keys().bundle(),
              Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS));
      owner.api().send(Call.post("/v1/images/" + id + "/grants", grant));
      grants.add(grant.grant());
    }
  }

  List<BenchUser> people() {
    return people;
  }

  /** The grant to the person of that number. */
  ImageGrant grant(int person) {
    return grants.get(person);
  }

  ImageKey key() {
    return key;
  }

  int size() {
    return picture.length;
  }

  boolean has(byte[] opened, int offset) {
    return Arrays.equals(opened, 0, opened.length, picture, offset, offset + opened.length);
  }

  /** The picture's pieces and its key. */
  List<Needle> needles(int number) {
    List<Needle> needles = new ArrayList<>();
    needles.add(Needle.bytes(Kind.KEY.named(number), LentSeeds.of(key).toArray()));
    for (int at = 0; at + PIECE <= picture.length; at += STRIDE) {
      needles.add(
          Needle.bytes(
              Kind.PICTURE.named(number) + ", from byte " + at,
              Arrays.copyOfRange(picture, at, at + PIECE)));
    }
    return needles;
  }
}
