package org.sealward.client.internal.tus;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.sealward.client.internal.http.GivenAnswer;
import org.sealward.envelope.Bytes;

/** Gives the answers of a script, then none any more. */
final class ScriptedHttp extends HttpClient {
  private final Deque<String> answers;
  private final BiConsumer<HttpRequest, byte[]> requests;
  private String last = "";

  ScriptedHttp(String script, BiConsumer<HttpRequest, byte[]> requests) {
    this.answers = new ArrayDeque<>(Arrays.asList(script.split("\n", -1)));
    this.requests = requests;
  }

  /** The line that was answered last. */
  String last() {
    return last;
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    requests.accept(request, request.bodyPublisher().map(ScriptedHttp::bytes).orElse(new byte[0]));
    String answer = answers.poll();
    if (answer == null || !answer.matches("[2-5]\\d\\d( .*)?")) {
      return CompletableFuture.failedFuture(new IOException("no answer"));
    }
    last = answer;
    String value = answer.length() > 4 ? answer.substring(4) : "";
    Map<String, String> fields =
        Map.of("Upload-Offset", value, "Content-Type", "application/problem+json");
    Bytes problem = Bytes.utf8("{\"type\":\"urn:sealward:problem:" + value + "\"}");
    @SuppressWarnings("unchecked") // ServiceApi asks for bytes.
    var response =
        (HttpResponse<T>)
            new GivenAnswer(Integer.parseInt(answer.substring(0, 3)), fields, problem);
    return CompletableFuture.completedFuture(response);
  }

  private static byte[] bytes(HttpRequest.BodyPublisher body) {
    var all = new ByteArrayOutputStream();
    body.subscribe(
        new Flow.Subscriber<>() {
          @Override
          public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
          }

          @Override
          public void onNext(ByteBuffer piece) {
            byte[] sent = new byte[piece.remaining()];
            piece.get(sent);
            all.writeBytes(sent);
          }

          @Override
          public void onError(Throwable thrown) {
            throw new AssertionError(thrown);
          }

          @Override
          public void onComplete() {}
        });
    return all.toByteArray();
  }

  @Override
  public <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    throw new UnsupportedOperationException();
  }

  @Override
  public <T> CompletableFuture<HttpResponse<T>> sendAsync(
      HttpRequest request,
      HttpResponse.BodyHandler<T> handler,
      HttpResponse.PushPromiseHandler<T> pushes) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.empty();
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.empty();
  }

  @Override
  public Redirect followRedirects() {
    return Redirect.NEVER;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.empty();
  }

  @Override
  public SSLContext sslContext() {
    throw new UnsupportedOperationException();
  }

  @Override
  public SSLParameters sslParameters() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.empty();
  }

  @Override
  public Version version() {
    return Version.HTTP_1_1;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.empty();
  }
}
