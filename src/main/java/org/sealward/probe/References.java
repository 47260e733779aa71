package org.sealward.probe;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Places that are not the service's: when none of them answers either, it is the prober's own
 * network that is down.
 */
record References(List<URI> places, Duration patience) {
  References {
    places = List.copyOf(places);
  }

  /** Returns when one has answered, whatever it said. */
  int reach() throws IOException, InterruptedException {
    HttpClient http = HttpClient.newBuilder().connectTimeout(patience).build();
    try {
      CompletableFuture<Integer> first = new CompletableFuture<>();
      CompletableFuture<?>[] all =
          places.stream()
              .map(place -> HttpRequest.newBuilder(place).timeout(patience).build())
              .map(
                  request ->
                      http.sendAsync(request, BodyHandlers.discarding())
                          .thenAccept(answer -> first.complete(answer.statusCode())))
              .toArray(CompletableFuture<?>[]::new);
      var _ =
          CompletableFuture.allOf(all)
              .whenComplete((_, _) -> first.completeExceptionally(new IOException("no answer")));
      return first.get();
    } catch (ExecutionException e) {
      throw new IOException("no place answers", e);
    } finally {
      http.shutdownNow();
    }
  }
}
