import module java.base;

import org.sealward.api.*;
import org.sealward.client.*;
import org.sealward.client.error.*;
import org.sealward.client.internal.http.Json;
import org.sealward.envelope.*;

/** Touches each part of the client that needs no service. */
void main() throws Exception {
  var now = Instant.ofEpochMilli(1_800_000_000_000L);
  var ada = OwnKeys.first(new UUID(0, 1), PrivateKeys.generate(), now);
  var ben = OwnKeys.first(new UUID(0, 2), PrivateKeys.generate(), now);
  BundleVerifier.verifyFirst(ben.signedBundle());

  var begun =
      MembershipAuthor.begin(
          ada,
          List.of(
              new Member(ada.userId(), ada.fingerprint(), MemberRole.ADMIN, 0),
              new Member(ben.userId(), ben.fingerprint(), MemberRole.MEMBER, 0)));
  var entry = begun.signedEntry().entry();
  var header =
      new MessageHeader(
          1,
          entry.conversationId(),
          0,
          entry.membershipHash(),
          ada.userId(),
          null,
          UUID.fromString("01934d00-0000-7000-8000-000000000001"),
          now,
          null);
  var sealed = SealedMessage.seal(header, Bytes.utf8("{\"type\":\"text\"}"), begun.key(), ada);

  // Over the wire and back.
  var received = Json.read(Json.write(sealed), SealedMessage.class);
  var wrap = begun.key().wrapFor(entry, ben.bundle());
  var key = Opener.epochKey(wrap, entry, ben);
  IO.println(new String(Opener.message(received, entry, ada.bundle(), key).toArray()));

  var page =
      Json.readPage(
          """
          {"items":[{"id":"0f8fad5b-d9cb-469f-a165-70867728950e","name":"Heartwood"}]}
          """
              .getBytes(),
          Institution.class);
  IO.println(page.items().getFirst().name());

  var deployment =
      new Deployment(
          "eu-central-1",
          "eu-central-1_x",
          "c",
          "p",
          URI.create("https://issuer/x"),
          "t",
          "k",
          URI.create("http://127.0.0.1:1"),
          null);
  try (var client =
      SealwardClient.of(URI.create("http://127.0.0.1:1"), DeviceStore.inMemory())
          .deployment(deployment)
          .connect()) {
    client.logIn("ada@example.org", "correct horse battery".toCharArray(), _ -> {});
  } catch (UnreachableException e) {
    IO.println(e.type());
  }
}
