package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sealward.attacks.Attack.By;
import org.sealward.client.ImageContent;
import org.sealward.client.Person;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Failure;
import org.sealward.envelope.Forger;
import org.sealward.envelope.ImageContext;
import org.sealward.envelope.ImageGrant;
import org.sealward.envelope.ImageKey;
import org.sealward.envelope.ImageSealer;
import org.sealward.envelope.PublicBundle;

/**
 * A member who uploads and grants pictures that are forged and rightly signed: digest, leaves and
 * grant are of the forgery, and the service stores them.
 */
final class MaliciousPeerImagesTest extends Scene {
  private static final int PREFIX = 56;
  private static final int CHUNK = 16_400;

  private Intruder intruder;
  private PublicBundle patients;

  @BeforeAll
  void comeIn() {
    intruder = Intruder.at(clinic, patient);
    intruder.begin(patient, doctor);
    patients = patient.session().keys().own();
  }

  private static byte[] sealed(ImageContext image, ImageKey key, byte[] content) {
    var out = new ByteArrayOutputStream();
    try {
      ImageSealer.seal(image, key, new ByteArrayInputStream(content), out);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return out.toByteArray();
  }

  private static byte[] picture(int length) {
    byte[] picture = new byte[length];
    for (int i = 0; i < length; i++) {
      picture[i] = (byte) (i / 1000);
    }
    return picture;
  }

  private Intruder.Upload uploaded(byte[] content) {
    ImageContext image = intruder.image(patient.id());
    ImageKey key = ImageKey.generate();
    return intruder.upload(image, key, sealed(image, key, content));
  }

  private static byte[] seenBy(Person person, Intruder.Upload upload) {
    try (ImageContent content = person.session().images().open(upload.description())) {
      return content.read(0, (int) content.length());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void refused(Intruder.Upload upload, Failure failure) {
    assertThatThrownBy(() -> seenBy(patient, upload)).satisfies(failed(failure));
  }

  /** Grants with this wrap, rightly signed, to a picture of its own. */
  private void grantsWith(Intruder.Upload upload, Bytes wrap) {
    ImageGrant grant = intruder.issue(upload, patients).grant();
    intruder.grant(upload, Forger.signed(Altered.with(grant, "wrap", wrap), intruder.keys()));
  }

  @Test
  @Attack(
      on = "5",
      by = By.PEER,
      proves =
          "an image's key opens from no wrap that was made for another recipient, another image or"
              + " another patient, or to the key for messages, though its granter signed it")
  void line05_imageWrap_movedOrToTheMessageKey_doesNotOpen() {
    byte[] picture = picture(10);
    Intruder.Upload recipients = uploaded(picture);
    grantsWith(
        recipients, intruder.issue(recipients, doctor.session().keys().own()).grant().wrap());
    refused(recipients, Failure.WRAP_NOT_OPENED);

    Intruder.Upload images = uploaded(picture);
    grantsWith(images, issuedFor(images, "imageId", UUID.randomUUID()));
    refused(images, Failure.WRAP_NOT_OPENED);

    Intruder.Upload subjects = uploaded(picture);
    grantsWith(subjects, issuedFor(subjects, "subjectId", doctor.id()));
    refused(subjects, Failure.WRAP_NOT_OPENED);

    Intruder.Upload messages = uploaded(picture);
    grantsWith(messages, Forger.wrappedToMessageKey(messages.key(), messages.context(), patients));
    refused(messages, Failure.WRAP_NOT_OPENED);

    Intruder.Upload honest = uploaded(picture);
    grantsWith(honest, intruder.issue(honest, patients).grant().wrap());
    assertThat(seenBy(patient, honest)).isEqualTo(picture);
  }

  /** The wrap that another image's grant would have, of this image's key. */
  private Bytes issuedFor(Intruder.Upload upload, String component, UUID other) {
    ImageContext context = Altered.with(upload.context(), component, other);
    return intruder
        .issue(new Intruder.Upload(context, upload.content(), upload.key()), patients)
        .grant()
        .wrap();
  }

  @Test
  @Attack(
      on = "6",
      by = By.PEER,
      proves = "an image's key that was wrapped as that of an epoch does not open as an image's")
  void line06_imageKey_wrappedAsThatOfAnEpoch_doesNotOpen() {
    Intruder.Upload upload = uploaded(picture(10));
    grantsWith(upload, Forger.imageKeyAsEpochWrap(upload.key(), intruder.entry(), patients));
    refused(upload, Failure.WRAP_NOT_OPENED);

    intruder.grant(upload, intruder.issue(upload, doctor.session().keys().own()));
    assertThat(seenBy(doctor, upload)).isEqualTo(picture(10));
  }

  @Test
  @Attack(
      on = {"5", "7"},
      by = By.PEER,
      proves =
          "a picture that was sealed for one image, patient or conversation does not open as"
              + " another's, though digest and grant are of it")
  void line07_ciphertextOfAnotherImage_doesNotOpen() {
    ImageKey key = ImageKey.generate();
    for (String component : new String[] {"imageId", "subjectId", "conversationId"}) {
      ImageContext image = intruder.image(patient.id());
      byte[] moved = sealed(Altered.with(image, component, UUID.randomUUID()), key, picture(10));
      Intruder.Upload upload = intruder.upload(image, key, moved);
      intruder.grant(upload, intruder.issue(upload, patients));
      refused(upload, Failure.WRONG_KEY_OR_CONTEXT);
    }
    opensHonestly(key);
  }

  private void opensHonestly(ImageKey key) {
    ImageContext image = intruder.image(patient.id());
    Intruder.Upload upload = intruder.upload(image, key, sealed(image, key, picture(10)));
    intruder.grant(upload, intruder.issue(upload, patients));
    assertThat(seenBy(patient, upload)).isEqualTo(picture(10));
  }

  @Test
  @Attack(
      on = {"8", "9"},
      by = By.PEER,
      proves =
          "chunks of a picture cannot be altered, cut, reordered, repeated or appended, though"
              + " digest and grant are of the forgery")
  void line09_chunksOfAPicture_moved_areRefused() {
    byte[] picture = picture(2 * 16_384 + 100);
    ImageKey key = ImageKey.generate();
    // Numbers of the chunks that are left, in their order; 2 is the last and short.
    for (int[] order : new int[][] {{0, 2}, {1, 0, 2}, {0, 0, 2}, {0, 1, 1, 2}, {0, 1, 2, 2}}) {
      ImageContext image = intruder.image(patient.id());
      Intruder.Upload upload =
          intruder.upload(image, key, ordered(sealed(image, key, picture), order));
      intruder.grant(upload, intruder.issue(upload, patients));
      refused(upload, Failure.CORRUPT_CHUNK);
    }
    for (int at : new int[] {PREFIX, PREFIX + CHUNK + 5, PREFIX + CHUNK - 1}) {
      ImageContext image = intruder.image(patient.id());
      Intruder.Upload upload =
          intruder.upload(image, key, flipped(sealed(image, key, picture), at));
      intruder.grant(upload, intruder.issue(upload, patients));
      refused(upload, Failure.CORRUPT_CHUNK);
    }
    ImageContext image = intruder.image(patient.id());
    Intruder.Upload upload =
        intruder.upload(image, key, ordered(sealed(image, key, picture), new int[] {0, 1, 2}));
    intruder.grant(upload, intruder.issue(upload, patients));
    assertThat(seenBy(patient, upload)).isEqualTo(picture);
  }

  private static byte[] ordered(byte[] sealed, int[] order) {
    var out = new ByteArrayOutputStream();
    out.write(sealed, 0, PREFIX);
    for (int chunk : order) {
      int from = PREFIX + chunk * CHUNK;
      out.writeBytes(Arrays.copyOfRange(sealed, from, Math.min(from + CHUNK, sealed.length)));
    }
    return out.toByteArray();
  }

  @Test
  @Attack(
      on = {"10", "partitioning oracle"},
      by = By.PEER,
      proves =
          "one ciphertext that AES-GCM opens under two keys shows a picture to who has the first,"
              + " and nothing to who has the second: two people cannot be shown different pictures")
  void line10_pictureThatOpensUnderTwoKeys_opensUnderOne() {
    ImageContext image = intruder.image(patient.id());
    ImageKey one = ImageKey.generate();
    ImageKey other = ImageKey.generate();
    Intruder.Upload upload = intruder.upload(image, one, Forger.underTwoKeys(image, one, other));
    intruder.grant(upload, intruder.issue(upload, doctor.session().keys().own()));
    var second = new Intruder.Upload(image, upload.content(), other);
    intruder.grant(second, intruder.issue(second, patients));

    refused(second, Failure.WRONG_KEY_OR_CONTEXT);
    assertThat(seenBy(doctor, upload)).hasSize(16);
  }

  @Test
  @Attack(
      on = "8",
      by = By.PEER,
      proves = "a grant of which anything was altered after it was signed is not taken")
  void line08_grant_alteredAfterItsSignature_isNotTaken() {
    Intruder.Upload upload = uploaded(picture(10));
    var genuine = intruder.issue(upload, patients);
    var forged =
        Altered.with(
            genuine,
            "grant",
            Altered.with(genuine.grant(), "createdAt", genuine.grant().createdAt().plusMillis(1)));

    assertThat(
            intruder
                .user
                .post("/v1/images/" + upload.context().imageId() + "/grants", forged)
                .status())
        .isBetween(400, 422);
    intruder.grant(upload, genuine);
    assertThat(seenBy(patient, upload)).isEqualTo(picture(10));
  }
}
