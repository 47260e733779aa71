package org.sealward.image;

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
interface GrantRepository extends GenericRepository<GrantRow, Bytes> {
  String OF_IMAGE = "select * from image_grant where image_id = :imageId and grant_hash > :after";
  String NOT_GRANTED_TO =
      " from image_grant g where g.recipient_id = :recipientId and g.revoked_at is null"
          + " and not exists (select 1 from image_grant n where n.image_id = g.image_id"
          + " and n.recipient_id = :recipientId and n.revoked_at is null"
          + " and n.recipient_fingerprint = :fingerprint)";
  String PAGE = " order by grant_hash limit :limit";

  /** Answers 0 when the grant is there already. */
  @Query(
      "insert into image_grant"
          + " (grant_hash, image_id, recipient_id, recipient_fingerprint, body, granted_at)"
          + " values (:grantHash, :imageId, :recipientId, :recipientFingerprint, :body, :grantedAt)"
          + " on conflict do nothing")
  long insert(
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes grantHash,
      UUID imageId,
      UUID recipientId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class)
          Bytes recipientFingerprint,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes body,
      Instant grantedAt);

  @Query(
      "select image_id"
          + NOT_GRANTED_TO
          + " and g.image_id > :after group by image_id"
          + " order by image_id limit :limit")
  List<UUID> imagesNotGrantedTo(
      UUID recipientId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes fingerprint,
      UUID after,
      int limit);

  @Query("select count(distinct image_id)" + NOT_GRANTED_TO)
  long countNotGrantedTo(
      UUID recipientId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes fingerprint);

  @Query("select * from image_grant where image_id = :imageId and grant_hash = :grantHash")
  Optional<GrantRow> find(
      UUID imageId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes grantHash);

  /** All but the revoked ones to the user. */
  @Query(OF_IMAGE + " and (recipient_id <> :userId or revoked_at is null)" + PAGE)
  List<GrantRow> page(
      UUID imageId,
      UUID userId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes after,
      int limit);

  @Query(OF_IMAGE + " and recipient_id = :recipientId and revoked_at is null" + PAGE)
  List<GrantRow> pageFor(
      UUID imageId,
      UUID recipientId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes after,
      int limit);

  /** Answers 0 when the grant is revoked already. */
  @Query(
      "update image_grant set revocation = :revocation, revoked_at = :revokedAt"
          + " where grant_hash = :grantHash and revoked_at is null")
  long revoke(
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes grantHash,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes revocation,
      Instant revokedAt);

  /** Whoever holds or held a grant. */
  @Query("select distinct recipient_id from image_grant where image_id = :imageId")
  List<UUID> recipients(UUID imageId);

  @Query("delete from image_grant where image_id = :imageId")
  long deleteOf(UUID imageId);

  @Query("delete from image_grant where recipient_id = :recipientId")
  long deleteTo(UUID recipientId);
}
