package org.sealward.keydirectory;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AttestationRepository extends GenericRepository<AttestationRow, UUID> {
  @Query(
      "insert into attestation (user_id, institution_id, body, attested_at)"
          + " values (:userId, :institutionId, :body, :attestedAt)"
          + " on conflict (user_id) do update set institution_id = excluded.institution_id,"
          + " body = excluded.body, attested_at = excluded.attested_at")
  long put(
      UUID userId,
      UUID institutionId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body,
      Instant attestedAt);

  @Query("select user_id, body from attestation where user_id = :userId")
  Optional<AttestationRow> find(UUID userId);

  @Query(
      "select user_id, body from attestation where institution_id = :institutionId"
          + " and user_id > :after order by user_id limit :limit")
  List<AttestationRow> page(UUID institutionId, UUID after, int limit);

  @Query("delete from attestation where user_id = :userId")
  long delete(UUID userId);
}
