package org.sealward.statuspage;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;

/**
 * An incident or a maintenance as it is told: its state, and what was said of it with what its
 * start and end say by themselves.
 *
 * @param id in pages and feeds
 * @param state of an incident {@code investigating}, {@code identified}, {@code monitoring} or
 *     {@code resolved}; of a maintenance {@code scheduled}, {@code in_progress} or {@code
 *     completed}
 * @param began when it was first told of
 * @param changed when something was last said
 * @param posts the newest first, at least one, each with a state
 */
record Told(UUID id, String state, Instant began, Instant changed, List<Post> posts) {
  static final String RESOLVED = "resolved";
  static final String SCHEDULED = "scheduled";
  static final String IN_PROGRESS = "in_progress";
  static final String COMPLETED = "completed";

  private static final String INVESTIGATING = "investigating";
  private static final String MONITORING = "monitoring";

  static Told of(Incident incident) {
    List<Post> posts = new ArrayList<>();
    String state = INVESTIGATING;
    for (Post post : incident.posts().reversed()) {
      state = Objects.requireNonNullElse(post.state(), state);
      posts.add(new Post(post.id(), state, post.words(), post.at()));
    }
    if (posts.isEmpty()) {
      String words = incident.automatic() ? "Noticed by monitoring." : "Noticed.";
      posts.add(post(incident.id(), INVESTIGATING, words, incident.from()));
    }
    Instant to = incident.to();
    if (to != null && !state.equals(RESOLVED)) {
      String words = incident.automatic() ? "Over, as monitoring shows." : "Over.";
      posts.add(post(incident.id(), RESOLVED, words, to));
    }
    if (to != null) {
      state = RESOLVED;
    } else if (state.equals(RESOLVED)) {
      state = MONITORING; // somebody said so, and it is not over yet
    }
    return told(incident.id(), state, incident.from(), posts);
  }

  /**
   * A maintenance.
   *
   * @param now as of when
   */
  static Told of(Maintenance maintenance, Instant now) {
    List<Post> posts = new ArrayList<>();
    for (Post post : maintenance.posts().reversed()) {
      posts.add(new Post(post.id(), state(maintenance, post.at()), post.words(), post.at()));
    }
    if (posts.isEmpty()) {
      posts.add(post(maintenance.id(), SCHEDULED, "Announced.", maintenance.announced()));
    }
    return told(maintenance.id(), state(maintenance, now), posts.getFirst().at(), posts);
  }

  private static String state(Maintenance maintenance, Instant at) {
    if (at.isBefore(maintenance.from())) {
      return SCHEDULED;
    }
    return at.isBefore(maintenance.to()) ? IN_PROGRESS : COMPLETED;
  }

  private static Told told(UUID id, String state, Instant began, List<Post> posts) {
    List<Post> newest =
        posts.reversed().stream().sorted(Comparator.comparing(Post::at).reversed()).toList();
    return new Told(id, state, began, newest.getFirst().at(), newest);
  }

  /** What nobody wrote has an id all the same, always the same. */
  private static Post post(UUID of, String state, String words, Instant at) {
    byte[] name = (of + " " + state).getBytes(StandardCharsets.US_ASCII);
    return new Post(UUID.nameUUIDFromBytes(name), state, words, at);
  }

  /** A state for people, such as {@code In progress}. */
  static String words(String state) {
    String words = state.replace('_', ' ');
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  /** Whether it is to be expected, or goes on. */
  boolean lasts() {
    return !state.equals(RESOLVED) && !state.equals(COMPLETED);
  }
}
