package org.sealward.identity;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface AffiliationRepository extends GenericRepository<AffiliationRow, UUID> {
  AffiliationRow save(AffiliationRow row);

  List<AffiliationRow> findByUserIdOrderByRole(UUID userId);

  Optional<AffiliationRow> findByUserIdAndRole(UUID userId, String role);

  @Query(
      "update affiliation set state = 'active', confirmed_by = :confirmedBy, since = :since"
          + " where id = :id and state = 'pending'")
  long confirm(UUID id, UUID confirmedBy, Instant since);

  @Query(
      "select * from affiliation where institution_id = :institutionId and role = :role"
          + " and state = :state and user_id > :after order by user_id limit :limit")
  List<AffiliationRow> page(UUID institutionId, String role, String state, UUID after, int limit);

  @Query("delete from affiliation where user_id = :userId")
  long deleteByUserId(UUID userId);
}
