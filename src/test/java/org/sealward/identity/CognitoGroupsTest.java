package org.sealward.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.sealward.api.Affiliation;
import org.sealward.api.Me;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.NewEvent;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;

/** Confirmed affiliations as groups of Cognito. */
final class CognitoGroupsTest {
  private final TestService service = TestService.get();
  private final CognitoIdentityProviderClient cognito =
      service.bean(CognitoIdentityProviderClient.class);

  @Test
  void login_thatWasDeleted_doesNotHoldUpTheNext() {
    TestUser gone = TestUser.in(service);
    TestUser next = TestUser.in(service).enrolled();
    cognito.deleteUser(r -> r.accessToken(gone.accessToken()));
    assertThat(roles(next)).containsExactly("patient");

    service.bean(CognitoGroups.class).accept(List.of(confirmed(gone), confirmed(next)));

    assertThat(roles(next)).containsExactly("specialist");
  }

  private Event confirmed(TestUser user) {
    NewEvent event =
        service
            .bean(EventBodies.class)
            .event(
                user.id(),
                Affiliations.EVENT,
                user.id(),
                new Affiliation(
                    user.id(), UUID.randomUUID(), "specialist", "active", Instant.EPOCH));
    return new Event(
        1,
        user.id(),
        1,
        Affiliations.EVENT,
        user.id(),
        Instant.EPOCH,
        event.digest(),
        event.body());
  }

  private static List<String> roles(TestUser user) {
    user.renewTokens();
    return user.get("/v1/me").as(Me.class).roles();
  }
}
