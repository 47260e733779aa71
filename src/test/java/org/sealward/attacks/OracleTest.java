package org.sealward.attacks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.sealward.TestUser;
import org.sealward.api.StoredMessage;
import org.sealward.attacks.Attack.By;
import org.sealward.client.Content;
import org.sealward.client.Conversation;
import org.sealward.client.Insider;
import org.sealward.client.Received;
import org.sealward.client.Session;
import org.sealward.client.error.VaultException;
import org.sealward.envelope.Altered;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.EnvelopeException;
import org.sealward.envelope.Failure;
import org.sealward.envelope.ForgedMessages;
import org.sealward.envelope.MessageHeader;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.VaultWrap;

/**
 * What somebody learns of a secret from how others fail, or from how long what they send is. How
 * long failing takes is measured by {@code ./sealward bench oracle}.
 */
final class OracleTest extends Scene {
  @Test
  @Attack(
      on = {"padding oracle", "partitioning oracle"},
      by = By.PEER,
      proves =
          "whether a forged message fails at its commitment, its tag or its padding, the reader"
              + " sends the service the same: nothing, and no receipt can be asked for")
  void forgedMessages_howeverTheyFail_areAnsweredAlike() {
    Intruder intruder = Intruder.at(clinic, patient);
    UUID talk = intruder.begin(patient);
    byte[] padded = ForgedMessages.padded(Insider.content(new Content.Text("take one pill")));
    byte[] dirty = padded.clone();
    dirty[dirty.length - 1] = 1;
    List<List<String>> seen = new ArrayList<>();
    List<Failure> failures = new ArrayList<>();
    for (byte[] body : List.of(padded, padded, dirty)) {
      MessageHeader header = intruder.header();
      byte[] sealed = ForgedMessages.body(intruder.key(), header, body).toArray();
      if (failures.size() < 2) {
        // The commitment first, then the tag of the chunk.
        sealed = flipped(sealed, failures.isEmpty() ? 24 : sealed.length - 1);
      }
      SealedMessage sent =
          intruder.send(ForgedMessages.signed(header, Bytes.of(sealed), intruder.keys()));
      try (Session session = logIn()) {
        Conversation read = session.conversations().get(talk);
        read.members();
        liar.requests().clear();
        List<Received> all = read.history().toList();
        read.markDelivered(all);
        read.markRead(all);
        seen.add(asked());
        failures.add(failure(all.getLast()));
      }
      assertThat(sent.header()).isEqualTo(header);
    }
    assertThat(failures)
        .containsExactly(Failure.WRONG_KEY_OR_CONTEXT, Failure.CORRUPT_CHUNK, Failure.BAD_PADDING);
    assertThat(seen.get(1)).isEqualTo(seen.get(0));
    assertThat(seen.get(2)).isEqualTo(seen.get(0));

    intruder.send(intruder.sealed(new Content.Text("honest")));
    try (Session session = logIn()) {
      Conversation read = session.conversations().get(talk);
      assertThat(read.markRead(read.history().toList())).as("the control").isPresent();
    }
  }

  /** What the client sent; it reads the log of keys in its own time. */
  private List<String> asked() {
    return liar.requests().stream().filter(request -> !request.contains("/v1/logs/")).toList();
  }

  private static Failure failure(Received received) {
    return ((EnvelopeException) ((Received.Unreadable) received).cause()).failure();
  }

  @Test
  @Attack(
      on = "partitioning oracle",
      by = By.SERVER,
      proves =
          "a vault that does not open tells the service nothing of the passphrase: whichever wrap,"
              + " tag or bit was altered, the client asks for nothing more and stores nothing")
  void forgedVaults_howeverTheyFail_areAnsweredAlike() {
    List<UnaryOperator<SealedPrivateBundle>> forgeries =
        List.of(
            vault -> withWrap(vault, wrap -> Bytes.of(flipped(wrap.toArray(), 30))),
            vault -> withWrap(vault, wrap -> Bytes.of(flipped(wrap.toArray(), 103))),
            vault ->
                Altered.with(vault, "ciphertext", Bytes.of(flipped(vault.ciphertext().toArray()))));
    List<List<String>> seen = new ArrayList<>();
    logIn().close();
    for (UnaryOperator<SealedPrivateBundle> forgery : forgeries) {
      liar.aboutOne("/v1/me/private-key", SealedPrivateBundle.class, forgery);
      liar.requests().clear();
      assertThatThrownBy(this::logIn).isInstanceOf(VaultException.class);
      seen.add(asked());
      liar.tellsTheTruth();
    }
    assertThat(seen.getFirst()).isNotEmpty().noneMatch(request -> request.startsWith("P"));
    assertThat(seen).containsOnly(seen.getFirst());
    logIn().close();
  }

  private static SealedPrivateBundle withWrap(
      SealedPrivateBundle vault, UnaryOperator<Bytes> change) {
    List<VaultWrap> wraps =
        vault.wraps().stream().map(w -> Altered.with(w, "wrap", change.apply(w.wrap()))).toList();
    return Altered.with(vault, "wraps", wraps);
  }

  @Test
  @Attack(
      on = {"compression", "padding oracle"},
      by = By.SERVER,
      proves =
          "how long a sealed message is depends on the length class of its text alone: what repeats"
              + " is as long as what does not, and a guessed word in it changes nothing")
  void lengthOfAMessage_tellsNothingOfItsContent() {
    Conversation talk = begun();
    SplittableRandom random = new SplittableRandom(5);
    char[] noise = new char[1000];
    for (int i = 0; i < noise.length; i++) {
      noise[i] = (char) ('a' + random.nextInt(26));
    }
    String word = new String(noise, 0, 498);
    for (String text :
        List.of(
            "yes",
            "no, and I would rather not speak of it here",
            "a".repeat(1030),
            new String(noise),
            word + word)) {
      talk.send(text);
    }
    List<StoredMessage> stored = new ArrayList<>();
    liar.aboutPage(
        path(talk, "messages"),
        StoredMessage.class,
        messages -> {
          stored.addAll(messages);
          return messages;
        });
    try (Session session = logIn()) {
      assertThat(session.conversations().get(talk.id()).history()).hasSize(5);
    }
    List<Integer> lengths =
        stored.stream().map(m -> Objects.requireNonNull(m.message()).body().length()).toList();
    // The smallest class, and one that the three other texts fill from 996 characters to 1030.
    assertThat(lengths.subList(0, 2).stream().distinct()).hasSize(1);
    assertThat(lengths.subList(2, 5).stream().distinct()).hasSize(1);
    assertThat(lengths.getLast())
        .as("the control: another class")
        .isGreaterThan(lengths.getFirst());
  }

  @Test
  @Attack(
      on = "compression",
      by = By.SERVER,
      proves =
          "nothing is compressed on the way, where what is secret and what an attacker chose would"
              + " share a dictionary: no answer, though it was asked for, and no WebSocket")
  void answers_areNotCompressed_thoughAskedFor() throws Exception {
    TestUser user = TestUser.withKeys(service);
    // Some hundred bytes, and some thousand.
    for (String path : List.of("/v1/me", "/v1/deployment", bundlesOf(user.id()))) {
      TestUser.Answer plain = user.get(path);
      TestUser.Answer asked =
          user.send(user.request(path).header("Accept-Encoding", "gzip, deflate, br, zstd").GET());
      assertThat(asked.status()).isEqualTo(200);
      assertThat(asked.body()).isEqualTo(plain.body());
      assertThat(asked.raw().headers().firstValue("Content-Encoding")).isEmpty();
    }
    assertThat(extensionsOf("permessage-deflate")).isEmpty();
  }

  /** What the service agrees to for the stream when a client offers extensions. */
  private List<String> extensionsOf(String offered) throws Exception {
    try (var socket = new Socket(service.url().getHost(), service.url().getPort())) {
      String request =
          "GET /v1/stream HTTP/1.1\r\n"
              + "Host: localhost\r\n"
              + "Connection: Upgrade\r\n"
              + "Upgrade: websocket\r\n"
              + "Sec-WebSocket-Version: 13\r\n"
              + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
              + "Sec-WebSocket-Extensions: "
              + offered
              + "\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      socket.setSoTimeout(10_000);
      var lines =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      List<String> head = new ArrayList<>();
      for (String line = lines.readLine();
          line != null && !line.isEmpty();
          line = lines.readLine()) {
        head.add(line);
      }
      assertThat(head.getFirst()).contains("101");
      return head.stream()
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-ext"))
          .toList();
    }
  }
}
