package org.sealward.client.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sealward.api.Affiliation;
import org.sealward.api.Changes;
import org.sealward.api.Connection;
import org.sealward.api.ConversationSummary;
import org.sealward.api.Deployment;
import org.sealward.api.Institution;
import org.sealward.api.Me;
import org.sealward.api.MemberKeys;
import org.sealward.api.OutdatedImages;
import org.sealward.api.Page;
import org.sealward.api.ServerFrame;
import org.sealward.api.SpecialistProfile;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredGrant;
import org.sealward.api.StoredMessage;
import org.sealward.client.error.ProblemException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EpochWrap;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.JsonTarget;
import org.sealward.fuzz.Target;
import org.sealward.json.JsonRefusedException;

/** What a service says to a client: frames, problems, and the answers of its routes. */
public final class AnswerTarget implements Target {
  private static final List<Class<?>> SHAPES =
      List.of(
          StoredMessage.class,
          StoredEntry.class,
          StoredGrant.class,
          EpochWrap.class,
          Changes.class,
          ConversationSummary.class,
          MemberKeys.class,
          Connection.class,
          Affiliation.class,
          Institution.class,
          SpecialistProfile.class,
          OutdatedImages.class,
          Deployment.class,
          Me.class);

  private final Target answers;

  public AnswerTarget() {
    List<Target> parsers = new ArrayList<>();
    parsers.add(new JsonTarget(ServerFrame.class));
    parsers.add(AnswerTarget::problem);
    parsers.add(AnswerTarget::retryAfter);
    parsers.add(AnswerTarget::page);
    SHAPES.forEach(shape -> parsers.add(new JsonTarget(shape)));
    answers = Choice.of(parsers);
  }

  @Override
  public void accept(byte[] input) throws Exception {
    answers.accept(input);
  }

  private static void problem(byte[] input) {
    ProblemException problem =
        Problems.of(
            new GivenAnswer(
                400, Map.of("Content-Type", "application/problem+json"), Bytes.of(input)));
    assertThat(problem.status()).isEqualTo(400);
  }

  private static void retryAfter(byte[] input) {
    String value = new String(input, StandardCharsets.ISO_8859_1);
    assertThat(Problems.retryAfter(new GivenAnswer(429, Map.of("Retry-After", value), Bytes.EMPTY)))
        .isBetween(Duration.ZERO, Duration.ofSeconds(999_999));
  }

  private static void page(byte[] input) throws Exception {
    try {
      Page<StoredMessage> page = Json.readPage(input, StoredMessage.class);
      assertThat(Json.readPage(Json.write(page), StoredMessage.class)).isEqualTo(page);
    } catch (JsonRefusedException _) {
      // refused
    }
  }
}
