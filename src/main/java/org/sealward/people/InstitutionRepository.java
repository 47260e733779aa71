package org.sealward.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface InstitutionRepository extends GenericRepository<InstitutionRow, UUID> {
  /** Whether the user {@code :viewer} sees the institution {@code i}, and who belongs to it. */
  String SEEN =
      "(not i.canary or exists (select 1 from affiliation member where member.institution_id = i.id"
          + " and member.user_id = :viewer and member.state = 'active'))";

  /** Answers 0 when an institution of that name exists. */
  @Query(
      "insert into institution (id, name, created_at, canary, retention_days) values"
          + " (:id, :name, :createdAt, :canary, case when cast(:canary as boolean) then 1 end)"
          + " on conflict do nothing")
  long insert(UUID id, String name, Instant createdAt, boolean canary);

  boolean existsById(UUID id);

  @Query(
      "select * from institution i where i.id > :after and " + SEEN + " order by i.id limit :limit")
  List<InstitutionRow> page(UUID viewer, UUID after, int limit);

  @Query("select retention_days from institution where id = :id and retention_days is not null")
  Optional<Integer> retentionDays(UUID id);

  /** Answers 0 for a canary that would be kept for other than its day. */
  @Query(
      "update institution set retention_days = cast(:days as int)"
          + " where id = :id and (not canary or retention_days = cast(:days as int))")
  long keep(UUID id, @Nullable Integer days);

  /** Its id, if it does. */
  @Query("select id from institution where id = :id and assisted_decryption")
  Optional<UUID> wantsAssistedDecryption(UUID id);

  @Query("update institution set assisted_decryption = :enabled where id = :id")
  long assistDecryption(UUID id, boolean enabled);
}
