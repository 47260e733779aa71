package org.sealward.client;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.SpecialistProfile;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;

/** Specialists whom an institution confirmed. */
public final class Specialists {
  private static final String PATH = "/v1/specialists";

  private final ServiceApi api;

  Specialists(ServiceApi api) {
    this.api = api;
  }

  /**
   * Finds specialists by a field, in all institutions.
   *
   * @param specialty a lower-case term such as {@code cardiology}
   */
  public List<SpecialistProfile> search(String specialty) {
    return search(null, specialty);
  }

  /**
   * Finds specialists; null stands for any.
   *
   * @param specialty a lower-case term such as {@code cardiology}
   */
  public List<SpecialistProfile> search(@Nullable UUID institutionId, @Nullable String specialty) {
    Call query = Call.get(PATH).query("institution", institutionId).query("specialty", specialty);
    return api.all(query, "cursor", SpecialistProfile.class);
  }

  public Optional<SpecialistProfile> find(UUID userId) {
    return api.find(Call.get(PATH + "/" + userId), SpecialistProfile.class);
  }

  /** Writes the user's own profile, which patients then find. For specialists. */
  public SpecialistProfile publish(ProfileUpdate profile) {
    return api.send(Call.put("/v1/me/profile", profile), SpecialistProfile.class);
  }
}
