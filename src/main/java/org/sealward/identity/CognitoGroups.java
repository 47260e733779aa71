package org.sealward.identity;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;
import org.sealward.api.Affiliation;
import org.sealward.platform.Event;
import org.sealward.platform.EventBodies;
import org.sealward.platform.EventReader;
import software.amazon.awssdk.services.cognitoidentityprovider.CognitoIdentityProviderClient;
import software.amazon.awssdk.services.cognitoidentityprovider.model.UserNotFoundException;

/**
 * Puts users into the Cognito group of each confirmed affiliation. It reads the event log, so a
 * confirmation survives an outage of Cognito and takes effect when Cognito is back.
 */
@Singleton
final class CognitoGroups implements EventReader {
  private final CognitoIdentityProviderClient cognito;
  private final CognitoProperties properties;
  private final EventBodies bodies;

  CognitoGroups(
      CognitoIdentityProviderClient cognito, CognitoProperties properties, EventBodies bodies) {
    this.cognito = cognito;
    this.properties = properties;
    this.bodies = bodies;
  }

  @Override
  public String name() {
    return "cognito-groups";
  }

  @Override
  public Set<String> kinds() {
    return Set.of(Affiliations.EVENT);
  }

  @Override
  public void accept(List<Event> batch) {
    for (Event event : batch) {
      if (event.body() != null) {
        Affiliation affiliation = bodies.read(event.body(), Affiliation.class);
        if (affiliation.state().equals(Affiliations.ACTIVE)) {
          add(affiliation);
        }
      }
    }
  }

  private void add(Affiliation affiliation) {
    try {
      cognito.adminAddUserToGroup(
          request ->
              request
                  .userPoolId(properties.userPoolId())
                  .username(affiliation.userId().toString())
                  .groupName(affiliation.role()));
    } catch (UserNotFoundException _) {
      // The login was deleted since: nobody gets the role, and the next ones are not held up.
    }
  }
}
