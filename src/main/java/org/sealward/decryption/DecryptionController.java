package org.sealward.decryption;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.security.annotation.Secured;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.conversation.AssistPolicy;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.ImageGrant;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.image.GrantedImages;
import org.sealward.image.GrantedImages.GrantedImage;
import org.sealward.image.ImageProblem;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

/** Images decrypted for apps that cannot (protocol §10). */
@Tag(name = "Images")
@Controller("/v1/images/{id}/decryption")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class DecryptionController {
  private final GrantedImages images;
  private final AssistPolicy policy;
  private final AssistKeys keys;
  private final Decryptions decryptions;
  private final Transactions transactions;
  private final Clock clock;

  DecryptionController(
      GrantedImages images,
      AssistPolicy policy,
      AssistKeys keys,
      Decryptions decryptions,
      Transactions transactions,
      Clock clock) {
    this.images = images;
    this.policy = policy;
    this.keys = keys;
    this.decryptions = decryptions;
    this.transactions = transactions;
    this.clock = clock;
  }

  private record Opened(AssistedDecryption.Seal seal, AssistSeed seed) {}

  /** The picture, or a range of it, in the clear. */
  @Post(produces = MediaType.APPLICATION_OCTET_STREAM)
  @Problems({
    "image-not-found",
    "assisted-decryption-off",
    "range-not-satisfiable",
    "assist-key-unknown",
    "assist-busy",
    "assist-nonce-used",
    "decryption-failed",
    "storage-unavailable"
  })
  HttpResponse<?> decrypt(Caller caller, UUID id, @Body @Valid AssistedDecryption body)
      throws IOException, InterruptedException {
    GrantedImage image = images.find(id, caller.userId(), body.grantHash());
    if (!policy.allows(image.grant().conversationId())) {
      throw new Problem(
          DecryptionProblem.ASSISTED_DECRYPTION_OFF, "An institution has not turned it on.");
    }
    Instant now = clock.instant();
    Opened opened = opened(body, now);
    Job job = job(caller, image, body, opened.seal());
    // TODO in this order by the text: room, then nonce (with the audit record), then the worker:
    // Decryptions.open has to be split into taking the room and opening.
    if (!transactions.write(unit -> UsedNonces.use(unit.connection(), body.nonce(), now))) {
      throw new Problem(DecryptionProblem.ASSIST_NONCE_USED, "Seal it again, with another one.");
    }
    Optional<Picture> picture = decryptions.open(opened.seed(), job, image.ciphertext());
    if (picture.isEmpty()) {
      throw new Problem(DecryptionProblem.ASSIST_BUSY, "too many at a time")
          .with(Map.of(HttpHeaders.RETRY_AFTER, "2"));
    }
    return HttpResponse.ok(new DecryptedPicture(picture.get(), job.length()))
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .header(HttpHeaders.CONTENT_LENGTH, Long.toString(job.length()));
  }

  private Opened opened(AssistedDecryption body, Instant now) {
    for (AssistedDecryption.Seal seal : body.seals()) {
      Optional<AssistSeed> seed = keys.seed(seal.keyId(), now);
      if (seed.isPresent()) {
        return new Opened(seal, seed.get());
      }
    }
    throw new Problem(DecryptionProblem.ASSIST_KEY_UNKNOWN, "Ask for the keys again.");
  }

  private static Job job(
      Caller caller, GrantedImage image, AssistedDecryption body, AssistedDecryption.Seal seal) {
    ImageGrant grant = image.grant();
    long whole = grant.content().plaintextLength();
    long offset = body.offset() == null ? 0 : body.offset();
    long length = body.length() == null ? whole - offset : body.length();
    if (offset < 0 || length < 0 || offset > whole || length > whole - offset) {
      throw new Problem(ImageProblem.RANGE_NOT_SATISFIABLE, "It has " + whole + " bytes.");
    }
    var request =
        new AssistRequest(
            body.suite(),
            grant.imageId(),
            caller.userId(),
            body.grantHash(),
            body.secret(),
            body.nonce());
    return new Job(
        request, seal.keyId(), seal.sealed(), grant, image.leaves(), offset, length);
  }
}
