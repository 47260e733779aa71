package org.sealward.reference;

import java.net.http.HttpRequest;
import java.util.UUID;
import org.sealward.TestUser;

/**
 * What a caller sends to each route of the authorisation table: a request that is right but for who
 * sends it, and about things of its own wherever it would change them for the next caller.
 */
final class Requests {
  private final Callers people;
  private final AccountRequests accounts;
  private final ContentRequests content;

  Requests(Callers people) {
    this.people = people;
    this.accounts = new AccountRequests(people);
    this.content = new ContentRequests(people);
  }

  /** Without the token; a GET of a fixed path needs no entry here. */
  HttpRequest.Builder of(String request, TestUser caller) {
    return accounts
        .find(request, caller)
        .or(() -> content.find(request, caller))
        .orElseGet(() -> fixed(request));
  }

  private HttpRequest.Builder fixed(String request) {
    if (request.matches("GET [^{]+")) {
      String path = request.substring("GET ".length());
      return HttpRequest.newBuilder(people.service().url().resolve(path)).GET();
    }
    throw new AssertionError("tell Requests what to send to " + request);
  }

  /** Uploads the whole image as the owner. */
  void upload(UUID imageId, byte[] ciphertext) {
    content.upload(imageId, ciphertext);
  }
}
