package org.sealward.status;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.NewStatusIncident;
import org.sealward.api.NewStatusMaintenance;
import org.sealward.api.NewStatusPost;
import org.sealward.api.ServiceStatus;
import org.sealward.status.StatusTables.Said;

/** What operators say at one moment: all that is not taken back. */
record Words(
    List<Said<NewStatusIncident>> incidents,
    List<Said<NewStatusMaintenance>> maintenances,
    List<Said<NewStatusPost>> posts) {

  static Words read(Connection connection) throws SQLException {
    return new Words(
        StatusTables.incidents(connection),
        StatusTables.maintenances(connection),
        StatusTables.posts(connection));
  }

  /** What stands at the top of the page. */
  Optional<ServiceStatus.Post> notice() {
    return posts.stream()
        .filter(post -> post.what().incident() == null && post.what().maintenance() == null)
        .findFirst()
        .map(Words::post);
  }

  /** What was said of an incident or of a maintenance, the newest first. */
  List<ServiceStatus.Post> posts(UUID of) {
    return posts.stream()
        .filter(post -> of.equals(post.what().incident()) || of.equals(post.what().maintenance()))
        .map(Words::post)
        .toList();
  }

  private static ServiceStatus.Post post(Said<NewStatusPost> said) {
    return new ServiceStatus.Post(said.id(), said.what().state(), said.what().words(), said.at());
  }

  /** A person's incident is over when the last thing that was said of it is that. */
  @Nullable Instant end(UUID incident) {
    return posts(incident).stream()
        .findFirst()
        .filter(post -> Objects.equals(post.state(), "resolved"))
        .map(ServiceStatus.Post::at)
        .orElse(null);
  }

  /** A maintenance that is taken back while it goes on is over. */
  static Instant end(Said<NewStatusMaintenance> maintenance) {
    Instant planned = maintenance.what().to();
    Instant withdrawn = maintenance.withdrawn();
    return withdrawn != null && withdrawn.isBefore(planned) ? withdrawn : planned;
  }
}
