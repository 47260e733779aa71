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
interface InstitutionKeyRepository extends GenericRepository<InstitutionKeyRow, UUID> {
  String COLUMNS =
      "select institution_id, version, body from institution_key"
          + " where institution_id = :institutionId";

  /** Answers 0 when the version exists. */
  @Query(
      "insert into institution_key (institution_id, version, body, published_at)"
          + " values (:institutionId, :version, :body, :publishedAt) on conflict do nothing")
  long insert(
      UUID institutionId,
      int version,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body,
      Instant publishedAt);

  @Query(COLUMNS + " order by version desc limit 1")
  Optional<InstitutionKeyRow> newest(UUID institutionId);

  @Query(COLUMNS + " and version = :version")
  Optional<InstitutionKeyRow> find(UUID institutionId, int version);

  @Query(COLUMNS + " and version > :after order by version limit :limit")
  List<InstitutionKeyRow> page(UUID institutionId, int after, int limit);
}
