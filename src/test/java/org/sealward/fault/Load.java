package org.sealward.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.sealward.api.MessageStored;
import org.sealward.api.NewEntry;
import org.sealward.api.StoredEntry;
import org.sealward.envelope.EpochKey;
import org.sealward.envelope.EpochWrap;
import org.sealward.envelope.MembershipAuthor;
import org.sealward.envelope.MembershipEntry;
import org.sealward.envelope.NewEpoch;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SignedEntry;

/**
 * Clients that write without a pause: messages, at a steady rate; images, in pieces; membership
 * entries of two admins who race each other. An answer that does not come, or a 5xx, is followed by
 * the same bytes again. What is acknowledged is on disk before it counts.
 */
final class Load implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int PIECE = 50_000;
  private static final int IMAGE = 4 * PIECE;

  private final Site site;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final InFlight inFlight = new InFlight();
  private final Acknowledgements acknowledgements;
  private final AtomicLong messages = new AtomicLong();
  private final Set<String> failures = ConcurrentHashMap.newKeySet();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile boolean running = true;

  Load(Site site, Path acknowledged) {
    this.site = site;
    this.acknowledgements = new Acknowledgements(acknowledged);
  }

  /** Messages that were acknowledged, durably. */
  long messages() {
    return messages.get();
  }

  /** Answers that no client should ever get. */
  Set<String> failures() {
    return failures;
  }

  InFlight inFlight() {
    return inFlight;
  }

  List<String> acknowledged() {
    return acknowledgements.lines();
  }

  /** Messages of every member of every room, together at this rate at most. */
  Load messages(List<Room> rooms, int lanes, int perSecond) {
    long period = Duration.ofSeconds(1).toNanos() * lanes / perSecond;
    for (int lane = 0; lane < lanes; lane++) {
      Room room = rooms.get(lane % rooms.size());
      Person sender = room.members().get(lane % room.members().size());
      start(() -> sendAll(room, sender, period));
    }
    return this;
  }

  private void sendAll(Room room, Person sender, long period) {
    String padding = "x".repeat(900);
    long next = System.nanoTime();
    while (running) {
      // What was missed while nothing worked is not made up for.
      next = Math.max(next + period, System.nanoTime() - period);
      Await.pause(Math.max(0, (next - System.nanoTime()) / 1_000_000));
      SealedMessage message =
          room.conversation()
              .message(sender.user(), "{\"type\":\"text\",\"text\":\"" + padding + "\"}");
      HttpRequest request = post(sender, room.path() + "/messages", bytes(message));
      byte[] answer = untilAnswered(request, Set.of(200, 201));
      if (answer != null) {
        MessageStored stored = read(answer, MessageStored.class);
        acknowledgements.add(
            "message %s %d %s".formatted(room.id(), stored.seq(), message.header().messageId()));
        messages.incrementAndGet();
      }
    }
  }

  /** Images of a person, one after the other. */
  Load images(Person owner, Room room) {
    start(
        () -> {
          while (running) {
            upload(owner, room);
            Await.pause(300);
          }
        });
    return this;
  }

  private void upload(Person owner, Room room) {
    UUID id = UUID.randomUUID();
    byte[] content = new byte[IMAGE];
    new Random(id.getLeastSignificantBits()).nextBytes(content);
    String metadata =
        "imageId %s,subjectId %s,conversationId %s"
            .formatted(base64(id), base64(owner.id()), base64(room.id()));
    byte[] created =
        untilAnswered(
            tus(owner, "/v1/uploads")
                .header("Upload-Length", Integer.toString(IMAGE))
                .header("Upload-Metadata", metadata)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            Set.of(201));
    int offset = created == null ? IMAGE : 0;
    while (running && offset < IMAGE) {
      HttpRequest piece =
          tus(owner, "/v1/uploads/" + id)
              .header("Upload-Offset", Integer.toString(offset))
              .header("Content-Type", "application/offset+octet-stream")
              .method(
                  "PATCH",
                  HttpRequest.BodyPublishers.ofByteArray(
                      content, offset, Math.min(PIECE, IMAGE - offset)))
              .build();
      HttpResponse<byte[]> answer = attempt(piece, Set.of(204));
      offset = answer == null ? offset(owner, id) : offsetOf(answer);
    }
    if (created != null && offset == IMAGE) {
      acknowledgements.add("image %s %s".formatted(id, digest(content)));
    }
  }

  private int offset(Person owner, UUID id) {
    HttpRequest head =
        tus(owner, "/v1/uploads/" + id).method("HEAD", HttpRequest.BodyPublishers.noBody()).build();
    while (running) {
      HttpResponse<byte[]> answer = attempt(head, Set.of(200));
      if (answer != null) {
        return offsetOf(answer);
      }
      Await.pause(50);
    }
    return -1;
  }

  private static int offsetOf(HttpResponse<?> answer) {
    return Math.toIntExact(answer.headers().firstValueAsLong("Upload-Offset").orElseThrow());
  }

  /** New epochs of a room of two admins, by both at once. */
  Load epochs(Room room) {
    room.members().forEach(author -> start(() -> changeAll(room, author)));
    return this;
  }

  private void changeAll(Room room, Person author) {
    MembershipEntry newest = room.conversation().entry();
    while (running) {
      Await.pause(300);
      NewEpoch next =
          MembershipAuthor.next(author.user().keys(), newest, newest.members(), List.of());
      HttpResponse<byte[]> answer =
          attempt(
              post(author, room.path() + "/entries", bytes(withWraps(next, room))),
              Set.of(201, 409));
      if (answer != null && answer.statusCode() == 201) {
        newest = next.signedEntry().entry();
        acknowledgements.add(
            "entry %s %d %s"
                .formatted(room.id(), newest.epoch(), newest.membershipHash().base64Url()));
      } else {
        newest = newest(room, author, newest);
      }
    }
  }

  private static NewEntry withWraps(NewEpoch epoch, Room room) {
    SignedEntry signed = epoch.signedEntry();
    EpochKey key = epoch.key();
    List<EpochWrap> wraps =
        room.members().stream()
            .map(person -> key.wrapFor(signed.entry(), person.user().keys().bundle()))
            .toList();
    return new NewEntry(signed, wraps);
  }

  private MembershipEntry newest(Room room, Person reader, MembershipEntry known) {
    MembershipEntry newest = known;
    while (running) {
      byte[] page =
          untilAnswered(get(reader, room.path() + "/entries?after=" + newest.epoch()), Set.of(200));
      List<StoredEntry> entries =
          page == null ? List.of() : Truth.items(site, page, StoredEntry.class);
      if (entries.isEmpty()) {
        break;
      }
      newest = entries.getLast().entry().entry();
    }
    return newest;
  }

  private void start(Runnable work) {
    threads.add(
        Thread.startVirtualThread(
            () -> {
              try {
                work.run();
              } catch (RuntimeException | Error e) {
                failures.add("a client ended: " + e);
              }
            }));
  }

  /** The same request until there is an answer to it; null at the end of the load. */
  private byte @Nullable [] untilAnswered(HttpRequest request, Set<Integer> expected) {
    while (running) {
      HttpResponse<byte[]> answer = attempt(request, expected);
      if (answer != null) {
        return answer.body();
      }
      Await.pause(50);
    }
    return null;
  }

  /** Null when no answer came, or one that says to try again later. */
  private @Nullable HttpResponse<byte[]> attempt(HttpRequest request, Set<Integer> expected) {
    try (InFlight.Request attempt = inFlight.begin()) {
      HttpResponse<byte[]> answer = http.send(request, HttpResponse.BodyHandlers.ofByteArray());
      if (expected.contains(answer.statusCode())) {
        attempt.answered();
        return answer;
      }
      if (answer.statusCode() != 503 && answer.statusCode() != 409) {
        failures.add(
            request.method()
                + " "
                + answer.statusCode()
                + " "
                + new String(answer.body(), StandardCharsets.UTF_8));
      }
      return null;
    } catch (IOException _) {
      return null;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private HttpRequest post(Person person, String path, byte[] json) {
    return person
        .user()
        .request(path)
        .timeout(PATIENCE)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofByteArray(json))
        .build();
  }

  private static HttpRequest get(Person person, String path) {
    return person.user().request(path).timeout(PATIENCE).build();
  }

  private static HttpRequest.Builder tus(Person person, String path) {
    return person.user().request(path).timeout(PATIENCE).header("Tus-Resumable", "1.0.0");
  }

  private byte[] bytes(Object shape) {
    try {
      return site.json().writeValueAsBytes(shape);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private <T> T read(byte[] json, Class<T> shape) {
    try {
      return Objects.requireNonNull(site.json().readValue(json, shape));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String base64(UUID id) {
    return Base64.getEncoder().encodeToString(id.toString().getBytes(StandardCharsets.UTF_8));
  }

  static String digest(byte[] content) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** No new writes; ends when the last ones have. */
  void stop() {
    running = false;
    threads.forEach(
        thread -> {
          try {
            thread.join();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  @Override
  public void close() throws IOException {
    stop();
    http.close();
    acknowledgements.close();
  }
}
