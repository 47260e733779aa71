package org.sealward.people;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Profiles of confirmed specialists; one without an active affiliation is not found. */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ProfileRepository extends GenericRepository<ProfileRow, UUID> {
  String CONFIRMED =
      "select p.user_id, a.institution_id, i.name as institution_name, p.display_name,"
          + " p.specialty, p.languages, p.about, p.accepting"
          + " from specialist_profile p"
          + " join affiliation a on a.user_id = p.user_id and a.role = 'specialist'"
          + " and a.state = 'active'"
          + " join institution i on i.id = a.institution_id";

  @Query(
      "insert into specialist_profile"
          + " (user_id, display_name, specialty, languages, about, accepting, updated_at)"
          + " values (:userId, :displayName, :specialty, :languages, :about, :accepting, :now)"
          + " on conflict (user_id) do update set display_name = excluded.display_name,"
          + " specialty = excluded.specialty, languages = excluded.languages,"
          + " about = excluded.about, accepting = excluded.accepting,"
          + " updated_at = excluded.updated_at")
  long put(
      UUID userId,
      String displayName,
      String specialty,
      String languages,
      String about,
      boolean accepting,
      Instant now);

  @Query(CONFIRMED + " where p.user_id = :userId")
  Optional<ProfileRow> find(UUID userId);

  @Query(
      CONFIRMED
          + " where p.user_id > :after and "
          + InstitutionRepository.SEEN
          + " and (cast(:institutionId as uuid) is null or a.institution_id = :institutionId)"
          + " and (cast(:specialty as text) is null or p.specialty = :specialty)"
          + " order by p.user_id limit :limit")
  List<ProfileRow> search(
      UUID viewer, @Nullable UUID institutionId, @Nullable String specialty, UUID after, int limit);

  @Query("delete from specialist_profile where user_id = :userId")
  long delete(UUID userId);
}
