package org.sealward.fault;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.core.type.Argument;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.sealward.api.Page;
import org.sealward.api.StoredEntry;
import org.sealward.api.StoredMessage;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.MembershipEntry;

/** What the service says now, compared with what it has said before. */
final class Truth {
  private final Site site;
  private final List<Room> rooms;

  Truth(Site site, List<Room> rooms) {
    this.site = site;
    this.rooms = rooms;
  }

  /** Everything acknowledged is there, once, in one order for everybody, over HTTP and live. */
  void holds(Load load) {
    assertThat(load.failures()).isEmpty();
    Map<UUID, NavigableMap<Long, String>> streams =
        rooms.stream().collect(Collectors.toMap(Room::id, this::stream));
    Set<String> images = new HashSet<>();
    for (String line : load.acknowledged()) {
      String[] words = line.split(" ", -1);
      switch (words[0]) {
        case "message" ->
            assertThat(requireNonNull(streams.get(UUID.fromString(words[1]))))
                .as(line)
                .containsEntry(Long.parseLong(words[2]), words[3]);
        case "entry" ->
            assertThat(requireNonNull(streams.get(UUID.fromString(words[1]))).values())
                .as(line)
                .contains(words[3]);
        case "image" -> images.add(line);
        default -> throw new AssertionError(line);
      }
    }
    images.forEach(this::imageIsWhole);
    rooms.forEach(room -> everybodyHeard(room, requireNonNull(streams.get(room.id()))));
  }

  /** A conversation's stream by sequence number: ids of messages, hashes of entries. */
  private NavigableMap<Long, String> stream(Room room) {
    List<NavigableMap<Long, String>> views =
        room.members().stream().map(member -> stream(room, member)).toList();
    NavigableMap<Long, String> stream = views.getFirst();
    assertThat(views).as("the same for all members").allMatch(stream::equals);
    assertThat(stream.keySet())
        .as("sequence numbers without a gap")
        .containsExactlyElementsOf(LongStream.rangeClosed(1, stream.size()).boxed().toList());
    assertThat(stream.values()).as("nothing twice").doesNotHaveDuplicates();
    return stream;
  }

  private NavigableMap<Long, String> stream(Room room, Person member) {
    NavigableMap<Long, String> stream = new TreeMap<>();
    for (StoredMessage stored :
        all(member, room.path() + "/messages?limit=200&after=", 0, StoredMessage.class)) {
      put(
          stream,
          stored.seq(),
          Objects.requireNonNull(stored.message()).header().messageId().toString());
    }
    Bytes previous = null;
    long epoch = 0;
    for (StoredEntry stored : all(member, room.path() + "/entries?after=", -1, StoredEntry.class)) {
      MembershipEntry entry = stored.entry().entry();
      assertThat(entry.epoch()).isEqualTo(epoch);
      if (epoch > 0) {
        assertThat(entry.previousHash()).as("one chain").isEqualTo(previous);
      }
      previous = entry.membershipHash();
      epoch++;
      put(stream, stored.seq(), previous.base64Url());
    }
    return stream;
  }

  private static void put(NavigableMap<Long, String> stream, long seq, String what) {
    assertThat(stream.put(seq, what)).as("another event of number " + seq).isNull();
  }

  private <T> List<T> all(Person reader, String path, long start, Class<T> shape) {
    List<T> items = new ArrayList<>();
    String after = Long.toString(start);
    while (after != null) {
      Page<T> page = page(site, reader.user().get(path + after).body(), shape);
      items.addAll(page.items());
      after = page.next();
    }
    return items;
  }

  static <T> List<T> items(Site site, byte[] json, Class<T> shape) {
    return page(site, new String(json, StandardCharsets.UTF_8), shape).items();
  }

  private static <T> Page<T> page(Site site, String json, Class<T> shape) {
    try {
      @SuppressWarnings("unchecked") // Argument.of cannot name a parameterised class literal.
      Argument<Page<T>> type = (Argument<Page<T>>) (Argument<?>) Argument.of(Page.class, shape);
      return Objects.requireNonNull(site.json().readValue(json, type));
    } catch (IOException e) {
      throw new UncheckedIOException(json, e);
    }
  }

  private void imageIsWhole(String line) {
    String[] words = line.split(" ", -1);
    Person owner = rooms.getFirst().members().getFirst();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<byte[]> answer =
          http.send(
              owner.user().request("/v1/images/" + words[1] + "/content").build(),
              HttpResponse.BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(line).isEqualTo(200);
      assertThat(Load.digest(answer.body())).as(line).isEqualTo(words[2]);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The apps come back by themselves; nobody asks them to. */
  private static void everybodyHeard(Room room, NavigableMap<Long, String> stream) {
    for (Person member : room.members().stream().filter(Person::listens).toList()) {
      NavigableMap<Long, String> heard = member.heard().of(room.id());
      Await.until(
          () -> "an app that catches up: %d of %d".formatted(heard.size(), stream.size()),
          Duration.ofSeconds(90),
          () -> heard.size() >= stream.size());
      assertThat(heard).isEqualTo(stream);
      assertThat(member.heard().faults()).isEmpty();
    }
  }
}
