package org.sealward.people;

import io.micronaut.data.annotation.Query;
import io.micronaut.data.jdbc.annotation.JdbcRepository;
import io.micronaut.data.model.query.builder.sql.Dialect;
import io.micronaut.data.repository.GenericRepository;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

@JdbcRepository(dialect = Dialect.POSTGRES)
interface ConnectionRepository extends GenericRepository<ConnectionRow, UUID> {
  /** Answers 0 when the two are connected, or a request is open. */
  @Query(
      "insert into connection (id, patient_id, specialist_id, state, requested_at)"
          + " values (:id, :patientId, :specialistId, 'requested', :now)"
          + " on conflict do nothing")
  long request(UUID id, UUID patientId, UUID specialistId, Instant now);

  Optional<ConnectionRow> findById(UUID id);

  /** Answers 0 when it has been decided already. */
  @Query(
      "update connection set state = :state, decided_at = :now"
          + " where id = :id and state = 'requested'")
  long decide(UUID id, String state, Instant now);

  /** Answers 0 when it is not an accepted one. */
  @Query(
      "update connection set state = 'ended', ended_at = :now"
          + " where id = :id and state = 'accepted'")
  long end(UUID id, Instant now);

  @Query(
      "select * from connection where (patient_id = :userId or specialist_id = :userId)"
          + " and id > :after order by id limit :limit")
  List<ConnectionRow> page(UUID userId, UUID after, int limit);

  @Query(
      "select exists (select 1 from connection where state = 'accepted'"
          + " and ((patient_id = :a and specialist_id = :b)"
          + " or (patient_id = :b and specialist_id = :a)))")
  boolean connected(UUID a, UUID b);

  /** Of specialists of canary institutions, in any order; answers how many. */
  @Query(
      "delete from connection where id in (select c.id from institution i"
          + " join affiliation a on a.institution_id = i.id and a.role = 'specialist'"
          + " join connection c on c.specialist_id = a.user_id"
          + " where i.canary and c.state = 'ended' and c.ended_at < :before limit :limit)")
  long deleteEndedOfCanaries(Instant before, int limit);

  @Query("delete from connection where patient_id = :userId or specialist_id = :userId")
  long deleteOf(UUID userId);
}
