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
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.AssistedDecryption;
import org.sealward.conversation.AssistPolicy;
import org.sealward.envelope.AssistRequest;
import org.sealward.envelope.DecryptionFailedException;
import org.sealward.envelope.ImageGrant;
import org.sealward.identity.Caller;
import org.sealward.identity.Role;
import org.sealward.image.GrantedImages;
import org.sealward.image.GrantedImages.GrantedImage;
import org.sealward.platform.Act;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;
import org.sealward.platform.Transactions;

/** Images decrypted for apps that cannot (protocol §10). */
@Tag(name = "Images")
@Controller("/v1/images/{id}/decryption")
@Secured({Role.PATIENT_GROUP, Role.SPECIALIST_GROUP})
class DecryptionController {
  /** Seconds; a picture of some megabytes takes less. */
  private static final String SOON = "1";

  private final GrantedImages images;
  private final AssistPolicy policy;
  private final Optional<Assistance> assistance;
  private final Transactions transactions;
  private final Clock clock;

  DecryptionController(
      GrantedImages images,
      AssistPolicy policy,
      Optional<Assistance> assistance,
      Transactions transactions,
      Clock clock) {
    this.images = images;
    this.policy = policy;
    this.assistance = assistance;
    this.transactions = transactions;
    this.clock = clock;
  }

  /** The seal of a request that this process can open. */
  private record Openable(AssistedDecryption.Seal seal, AssistSeed seed) {}

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
    Assistance offered =
        assistance
            .filter(_ -> policy.allows(image.grant().conversationId()))
            .orElseThrow(
                () ->
                    new Problem(
                        DecryptionProblem.ASSISTED_DECRYPTION_OFF,
                        "The deployment does not offer it, or an institution has not turned it"
                            + " on."));
    PictureRange range = PictureRange.of(body, image.grant());
    Openable openable = openable(body, offered);
    Job job = job(caller, body, openable.seal(), image, range);
    Picture picture = open(offered, openable.seed(), job, image);
    return HttpResponse.ok(new DecryptedPicture(picture, job.length()))
        .header(HttpHeaders.CONTENT_LENGTH, Long.toString(job.length()));
  }

  private Picture open(Assistance offered, AssistSeed seed, Job job, GrantedImage image)
      throws IOException, InterruptedException {
    Decryptions.Place place =
        offered
            .enter(job.request().callerId())
            .orElseThrow(
                () ->
                    new Problem(
                            DecryptionProblem.ASSIST_BUSY,
                            "As many as there may be, or one for you already.")
                        .with(Map.of(HttpHeaders.RETRY_AFTER, SOON)));
    try {
      record(job);
      return place.open(seed, job, image.ciphertext());
    } catch (DecryptionFailedException e) {
      throw new Problem(
          DecryptionProblem.DECRYPTION_FAILED, "Ask for a grant and for keys again.", e);
    } catch (IOException | InterruptedException | RuntimeException e) {
      place.close();
      throw e;
    }
  }

  /** That it happens is on record before it does. */
  private void record(Job job) {
    boolean first =
        transactions.write(
            unit -> {
              if (!UsedNonces.use(unit.connection(), job.request().nonce(), clock.instant())) {
                return false;
              }
              unit.record(
                  Act.of(Act.Kind.IMAGE_DECRYPTED, job.request().callerId())
                      .aboutSubject(job.grant().subjectId())
                      .onObject(job.grant().imageId()));
              return true;
            });
    if (!first) {
      throw new Problem(DecryptionProblem.ASSIST_NONCE_USED, "Seal it again, with another one.");
    }
  }

  private static Openable openable(AssistedDecryption body, Assistance offered) {
    for (AssistedDecryption.Seal seal : body.seals()) {
      Optional<AssistSeed> seed = offered.seed(seal.keyId());
      if (seed.isPresent()) {
        return new Openable(seal, seed.get());
      }
    }
    throw new Problem(DecryptionProblem.ASSIST_KEY_UNKNOWN, "Ask for the keys again.");
  }

  private static Job job(
      Caller caller,
      AssistedDecryption body,
      AssistedDecryption.Seal seal,
      GrantedImage image,
      PictureRange range) {
    ImageGrant grant = image.grant();
    var request =
        new AssistRequest(
            body.suite(),
            grant.imageId(),
            caller.userId(),
            body.grantHash(),
            body.secret(),
            body.nonce());
    return new Job(
        request,
        seal.keyId(),
        seal.sealed(),
        grant,
        image.leaves(),
        range.offset(),
        range.length());
  }
}
