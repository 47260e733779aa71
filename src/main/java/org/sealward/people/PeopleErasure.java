package org.sealward.people;

import jakarta.inject.Singleton;
import java.util.UUID;
import org.sealward.platform.PersonalData;
import org.sealward.platform.Unit;

/** A user's profile and connections. */
@Singleton
class PeopleErasure implements PersonalData {
  private final ProfileRepository profiles;
  private final ConnectionRepository connections;

  PeopleErasure(ProfileRepository profiles, ConnectionRepository connections) {
    this.profiles = profiles;
    this.connections = connections;
  }

  @Override
  public void erase(Unit unit, UUID userId, UUID receipt) {
    profiles.delete(userId);
    connections.deleteOf(userId);
  }
}
