package org.sealward.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface InvitationRepository extends GenericRepository<InvitationRow, UUID> {
  InvitationRow save(InvitationRow row);

  /** Takes the invitation in one step, so that of two who come at once one gets it: answers 1. */
  @Query(
      "update invitation set accepted_by = :userId, accepted_at = :now"
          + " where code_hash = :codeHash and accepted_by is null and expires_at > :now")
  long take(
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes codeHash,
      UUID userId,
      Instant now);

  Optional<InvitationRow> findByCodeHash(
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes codeHash);
}
