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
interface BundleRepository extends GenericRepository<BundleRow, UUID> {
  String COLUMNS = "select user_id, version, body from public_bundle where user_id = :userId";

  /** Answers 0 when the version exists. */
  @Query(
      "insert into public_bundle (user_id, version, fingerprint, body, published_at)"
          + " values (:userId, :version, :fingerprint, :body, :publishedAt)"
          + " on conflict do nothing")
  long insert(
      UUID userId,
      int version,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes fingerprint,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body,
      Instant publishedAt);

  @Query(COLUMNS + " order by version desc limit 1")
  Optional<BundleRow> newest(UUID userId);

  @Query(COLUMNS + " and version = :version")
  Optional<BundleRow> find(UUID userId, int version);

  @Query(COLUMNS + " and fingerprint = :fingerprint")
  Optional<BundleRow> byFingerprint(
      UUID userId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes fingerprint);

  @Query(COLUMNS + " and version > :after order by version limit :limit")
  List<BundleRow> page(UUID userId, int after, int limit);
}
