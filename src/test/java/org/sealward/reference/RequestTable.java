package org.sealward.reference;

import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sealward.TestUser;

/** What is sent to each of some routes. */
abstract class RequestTable {
  final Callers people;
  private final JsonMapper json;
  private final Map<String, Function<TestUser, HttpRequest.Builder>> requests = new HashMap<>();

  RequestTable(Callers people) {
    this.people = people;
    this.json = people.service().bean(JsonMapper.class);
  }

  Optional<HttpRequest.Builder> find(String request, TestUser caller) {
    return Optional.ofNullable(requests.get(request)).map(known -> known.apply(caller));
  }

  void request(String request, Function<TestUser, HttpRequest.Builder> sent) {
    requests.put(request, sent);
  }

  TestUser other(TestUser caller) {
    return people.user(caller == people.user("owner") ? "member" : "owner");
  }

  void get(String request, Supplier<String> path) {
    requests.put(request, _ -> path(path.get()).GET());
  }

  void put(String request, String path, Function<TestUser, Object> body) {
    requests.put(request, caller -> json("PUT", path, body.apply(caller)));
  }

  void post(String request, Supplier<String> path, Function<TestUser, @Nullable Object> body) {
    requests.put(request, caller -> json("POST", path.get(), body.apply(caller)));
  }

  HttpRequest.Builder json(String method, String path, @Nullable Object body) {
    try {
      return body == null
          ? path(path).method(method, BodyPublishers.noBody())
          : path(path)
              .header("Content-Type", "application/json")
              .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(body)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HttpRequest.Builder path(String path) {
    return HttpRequest.newBuilder(people.service().url().resolve(path));
  }
}
