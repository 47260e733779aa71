package org.sealward.client.internal.http;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.SSLSession;
import org.sealward.envelope.Bytes;

/** An answer that no server gave. */
public record GivenAnswer(int statusCode, Map<String, String> fields, Bytes content)
    implements HttpResponse<byte[]> {
  @Override
  public byte[] body() {
    return content.toArray();
  }

  @Override
  public HttpHeaders headers() {
    return HttpHeaders.of(
        fields.entrySet().stream()
            .collect(Collectors.toMap(Map.Entry::getKey, field -> List.of(field.getValue()))),
        (_, _) -> true);
  }

  @Override
  public HttpRequest request() {
    throw new UnsupportedOperationException("nobody asks an answer for its request");
  }

  @Override
  public Optional<HttpResponse<byte[]>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return Optional.empty();
  }

  @Override
  public URI uri() {
    return URI.create("https://service.example");
  }

  @Override
  public HttpClient.Version version() {
    return HttpClient.Version.HTTP_1_1;
  }
}
