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
  /** Answers 0 when an institution of that name exists. */
  @Query(
      "insert into institution (id, name, created_at) values (:id, :name, :createdAt)"
          + " on conflict do nothing")
  long insert(UUID id, String name, Instant createdAt);

  boolean existsById(UUID id);

  @Query("select * from institution where id > :after order by id limit :limit")
  List<InstitutionRow> page(UUID after, int limit);

  @Query("select retention_days from institution where id = :id and retention_days is not null")
  Optional<Integer> retentionDays(UUID id);

  @Query("update institution set retention_days = cast(:days as int) where id = :id")
  long keep(UUID id, @Nullable Integer days);

  /** Its id, if it does. */
  @Query("select id from institution where id = :id and assisted_decryption")
  Optional<UUID> wantsAssistedDecryption(UUID id);

  @Query("update institution set assisted_decryption = :enabled where id = :id")
  long assistDecryption(UUID id, boolean enabled);
}
