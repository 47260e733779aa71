package org.sealward.image;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.annotation.TypeDef;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.DataType;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

/**
 * Images and uploads. What goes on with an upload names its object too, so that it cannot touch a
 * newer upload of the same image.
 */
@JdbcRepository(dialect = Dialect.POSTGRES)
interface ImageRepository extends GenericRepository<ImageRow, UUID> {
  String EVER_GRANTED =
      " (exists (select from image_grant where image_id = image.id)"
          + " or exists (select from image_formerly_granted f where f.image_id = image.id))";

  /** Answers 0 when the id is taken. */
  @Query(
      "insert into image (id, object_key, owner_id, subject_id, conversation_id, length,"
          + " upload_metadata, created_at, expires_at)"
          + " values (:id, :objectKey, :ownerId, :subjectId, :conversationId, :length,"
          + " :uploadMetadata, :createdAt, :expiresAt) on conflict do nothing")
  long insert(
      UUID id,
      UUID objectKey,
      UUID ownerId,
      UUID subjectId,
      UUID conversationId,
      long length,
      String uploadMetadata,
      Instant createdAt,
      Instant expiresAt);

  @Query("select * from image where id = :id and owner_id = :ownerId")
  Optional<ImageRow> findOwn(UUID id, UUID ownerId);

  /** A stored image that the user owns or holds an unrevoked grant to. */
  @Query(
      "select * from image where id = :id and content_digest is not null and (owner_id = :userId"
          + " or exists (select from image_grant where image_id = :id and recipient_id = :userId"
          + " and revoked_at is null))")
  Optional<ImageRow> findReadable(UUID id, UUID userId);

  /** A stored image, whoever may read it. */
  @Query("select * from image where id = :id and content_digest is not null")
  Optional<ImageRow> findStored(UUID id);

  @Query(
      "update image set expires_at = :expiresAt where id = :id and object_key = :objectKey"
          + " and content_digest is null")
  long prolong(UUID id, UUID objectKey, Instant expiresAt);

  /** Answers 0 when it is stored already, or no more. */
  @Query(
      "update image set content_digest = :contentDigest, stored_at = :storedAt, expires_at = null"
          + " where id = :id and object_key = :objectKey and content_digest is null")
  long finish(
      UUID id,
      UUID objectKey,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes contentDigest,
      Instant storedAt);

  @Query("insert into image_leaves (image_id, leaves) values (:imageId, :leaves)")
  void insertLeaves(
      UUID imageId,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes leaves);

  @Query("select * from image_leaves where image_id = :imageId")
  LeavesRow leaves(UUID imageId);

  /** Answers 0 when it is stored, or no more. */
  @Query("delete from image where id = :id and object_key = :objectKey and content_digest is null")
  long deleteUpload(UUID id, UUID objectKey);

  /** Answers 0 when it went on meanwhile. */
  @Query("delete from image where id = :id and object_key = :objectKey and expires_at <= :now")
  long deleteExpired(UUID id, UUID objectKey, Instant now);

  /** A stored image that nobody deletes until the transaction ends. */
  @Query("select * from image where id = :id and content_digest is not null for key share")
  Optional<ImageRow> keepStored(UUID id);

  /** Of others' images, before the grants to the user go with the account. */
  @Query(
      "insert into image_formerly_granted select distinct image_id from image_grant"
          + " where recipient_id = :userId order by image_id on conflict do nothing")
  void markGrantedTo(UUID userId);

  @Query("select exists (select from image where id = :id and" + EVER_GRANTED + ")")
  boolean wasGranted(UUID id);

  /** A stored image, locked until the transaction ends. */
  @Query("select * from image where id = :id and content_digest is not null for update")
  Optional<ImageRow> lockStored(UUID id);

  /** An image or an unfinished upload, locked until the transaction ends. */
  @Query("select * from image where id = :id for update")
  Optional<ImageRow> lock(UUID id);

  /**
   * The user's images and unfinished uploads, and the images that they have a grant to, locked
   * until the transaction ends. Whoever locks several does so in this order.
   */
  @Query(
      "select * from image where id in (select id from image where owner_id = :userId"
          + " union select image_id from image_grant where recipient_id = :userId)"
          + " order by id for update")
  List<ImageRow> lockAllOf(UUID userId);

  /** Stored images that nobody was ever given the key of, and no legal hold covers. */
  @Query(
      "select * from image where stored_at <= :before and not"
          + EVER_GRANTED
          + " and not exists (select from held_image h where h.image_id = image.id)"
          + " order by stored_at limit :limit")
  List<ImageRow> unclaimed(Instant before, int limit);

  /** Stored images of a conversation that no legal hold covers, locked until the end. */
  @Query(
      "select * from image where conversation_id = :conversationId and stored_at < :before"
          + " and not exists (select from held_image h where h.image_id = image.id)"
          + " order by id limit :limit for update")
  List<ImageRow> old(UUID conversationId, Instant before, int limit);

  @Query("delete from image_leaves where image_id = :imageId")
  long deleteLeaves(UUID imageId);

  @Query("delete from image where id = :id")
  long delete(UUID id);

  @Query(
      "insert into doomed_object (object_key, since, receipt_id)"
          + " values (:objectKey, :since, cast(:receipt as uuid))")
  void doom(UUID objectKey, Instant since, @Nullable UUID receipt);

  @Query("delete from doomed_object where object_key = :objectKey")
  long undoom(UUID objectKey);

  @Query("select object_key from doomed_object order by since limit :limit")
  List<UUID> doomed(int limit);

  @Query("select * from image where expires_at <= :now order by expires_at limit :limit")
  List<ImageRow> expired(Instant now, int limit);

  /** Which of these objects belong to an upload or an image. */
  @Query("select object_key from image where object_key in (:objectKeys)")
  List<UUID> referenced(Collection<UUID> objectKeys);
}
