package org.sealward.conversation;

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
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.platform.BytesColumn;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ConversationRepository extends GenericRepository<ConversationRow, UUID> {
  /** Answers 0 when it exists. */
  @Query(
      "insert into conversation (id, epoch, membership_hash, created_at)"
          + " values (:id, 0, :membershipHash, :createdAt) on conflict do nothing")
  long insert(
      UUID id,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes membershipHash,
      Instant createdAt);

  @Query(
      "update conversation set epoch = :epoch, membership_hash = :membershipHash, leaving = false"
          + " where id = :id")
  long advance(
      UUID id,
      long epoch,
      @TypeDef(type = DataType.BYTE_ARRAY, converter = BytesColumn.class) Bytes membershipHash);

  @Query(
      "select c.*, m.archived from conversation c"
          + " join conversation_member m on m.conversation_id = c.id"
          + " where c.id = :id and m.user_id = :userId")
  Optional<ConversationRow> findFor(UUID id, UUID userId);

  /** Those with that mark; all when {@code archived} is null. */
  @Query(
      "select c.*, m.archived from conversation c"
          + " join conversation_member m on m.conversation_id = c.id"
          + " where m.user_id = :userId and c.id > :after"
          + " and m.archived = coalesce(cast(:archived as boolean), m.archived)"
          + " order by c.id limit :limit")
  List<ConversationRow> page(UUID userId, UUID after, @Nullable Boolean archived, int limit);

  /** Answers 0 unless the mark changes. */
  @Query(
      "update conversation_member set archived = :archived"
          + " where conversation_id = :id and user_id = :userId and archived <> :archived")
  long archive(UUID id, UUID userId, boolean archived);
}
