package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.TestService;
import org.sealward.TestUser;
import org.slf4j.LoggerFactory;

/** Every other refusal and failure. */
class ProblemResponsesTest extends ProblemScene {
  @Test
  void featuresProblem_hasItsTypeTitleAndDetail() throws Exception {
    Answer answer = send(request("/sold-out").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(409);
    assertThat(answer.type()).isEqualTo("sold-out");
    assertThat(answer.problem()).containsEntry("title", "Nothing is left");
    assertThat(answer.detail()).isEqualTo("come back tomorrow");
  }

  @Test
  void envelope_refused_namesTheFailure() throws Exception {
    Answer answer = send(request("/envelope").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(400);
    assertThat(answer.type()).isEqualTo("invalid-envelope");
    assertThat(answer.detail()).contains("BAD_SIGNATURE");
  }

  @ParameterizedTest
  @CsvSource({"/unexpected, 500, internal-error", "/internal, 500, internal-error"})
  void serversFault_hasNoDetail_andItsCauseIsLoggedUnderTheRequestsId(
      String path, int status, String type) throws Exception {
    ListAppender<ILoggingEvent> appender = new ListAppender<>();
    Logger logger = (Logger) LoggerFactory.getLogger(ProblemResponses.class);
    appender.start();
    logger.addAppender(appender);
    try {
      Answer answer = send(request(path).header("Sealward-Request-Id", ID).GET());
      assertThat(answer.raw().statusCode()).isEqualTo(status);
      assertThat(answer.type()).isEqualTo(type);
      assertThat(answer.problem()).doesNotContainKey("detail");
      assertThat(answer.raw().body()).doesNotContain(SECRET);
    } finally {
      logger.detachAppender(appender);
    }
    assertThat(appender.list).hasSize(1);
    ILoggingEvent line = appender.list.getFirst();
    assertThat(line.getMDCPropertyMap()).containsEntry("request", ID);
    assertThat(ThrowableProxyUtil.asString(line.getThrowableProxy())).contains(SECRET);
  }

  @ParameterizedTest
  @CsvSource({
    "/busy, 503, overloaded",
    "/sql/08006, 503, overloaded",
    "/sql/55P03, 503, overloaded",
    "/sql/40P01, 503, overloaded",
    "/sql/42601, 500, internal-error",
    "/sql/23505, 500, internal-error"
  })
  void databaseFailure_isOverloadOnlyWhenItPasses(String path, int status, String type)
      throws Exception {
    Answer answer = send(request(path).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(status);
    assertThat(answer.type()).isEqualTo(type);
    assertThat(answer.problem()).doesNotContainKey("detail");
  }

  @Test
  void status_withoutABody_getsADocument() throws Exception {
    Answer answer = send(request("/empty").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(416);
    assertThat(answer.type()).isEqualTo("http-416");
  }

  @Test
  void route_unknown_isNotFound() throws Exception {
    Answer answer = send(HttpRequest.newBuilder(server.getURI().resolve("/nowhere")).GET());
    assertThat(answer.raw().statusCode()).isEqualTo(404);
    assertThat(answer.type()).isEqualTo("not-found");
  }

  @Test
  void method_unknown_isNotAllowed_andTheAllowedAreNamed() throws Exception {
    Answer answer = send(request("/sold-out").DELETE());
    assertThat(answer.raw().statusCode()).isEqualTo(405);
    assertThat(answer.type()).isEqualTo("method-not-allowed");
    assertThat(answer.raw().headers().firstValue("Allow").orElse("")).contains("GET");
  }

  @Test
  void mediaType_unacceptable_isRefused_thoughAProblemIsStillJson() throws Exception {
    Answer answer = send(request("/text").header("Accept", "image/png").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(406);
    assertThat(answer.type()).isEqualTo("not-acceptable");
  }

  @Test
  void mediaType_ofTheBody_unsupported_isRefused() throws Exception {
    Answer answer =
        send(
            request("")
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString("{}")));
    assertThat(answer.raw().statusCode()).isEqualTo(415);
    assertThat(answer.type()).isEqualTo("unsupported-media-type");
  }

  @Test
  void browser_thatPrefersHtml_getsAProblem() throws Exception {
    Answer answer = send(request("/nowhere/else").header("Accept", "text/html").GET());
    assertThat(answer.raw().statusCode()).isEqualTo(404);
  }

  @Test
  void body_tooLargeToBeHeld_isRefused() throws Exception {
    Answer answer = post("{\"name\":\"" + "n".repeat(2_000_000) + "\"}");
    assertThat(answer.raw().statusCode()).isEqualTo(413);
    assertThat(answer.type()).isEqualTo("content-too-large");
  }

  @Test
  void head_ofAFailingRoute_hasTheStatusAndNoBody() throws Exception {
    HttpResponse<String> response =
        HTTP.send(request("/sold-out").HEAD().build(), HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).isEqualTo(409);
    assertThat(response.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "GET /test/problems/%zz HTTP/1.1, 400, invalid-request",
    "GET /test/problems/sold-out HTTP/1.1 LONG-HEADER, 431, headers-too-large"
  })
  void request_thatHttpForbids_isAnsweredWithAProblem(String line, int status, String type)
      throws Exception {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.getPort())) {
      String header = line.endsWith("LONG-HEADER") ? "X: " + "x".repeat(40_000) + "\r\n" : "";
      socket
          .getOutputStream()
          .write(
              (line.replace(" LONG-HEADER", "")
                      + "\r\nHost: localhost\r\nConnection: close\r\n"
                      + header
                      + "\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(response)
          .startsWith("HTTP/1.1 " + status)
          .containsIgnoringCase("content-type: application/problem+json")
          .containsIgnoringCase("Sealward-Request-Id: ")
          .contains("urn:sealward:problem:" + type);
    }
  }

  @Test
  void requestId_ofTheClient_isTakenOnlyWhenItIsAUuid() throws Exception {
    assertThat(send(request("/sold-out").header("Sealward-Request-Id", ID).GET()).problem())
        .containsEntry("instance", "urn:uuid:" + ID);
    for (String other : new String[] {"mine", "1-1-1-1-1", ID + "0", "{" + ID.substring(2) + "}"}) {
      Answer answer = send(request("/sold-out").header("Sealward-Request-Id", other).GET());
      String given = String.valueOf(answer.problem().get("instance"));
      assertThat(given).doesNotContain(other).matches("urn:uuid:[0-9a-f-]{36}");
    }
  }

  @Test
  void requests_withoutAnId_getDifferentOnes() throws Exception {
    assertThat(send(request("/sold-out").GET()).problem().get("instance"))
        .isNotEqualTo(send(request("/sold-out").GET()).problem().get("instance"));
  }

  @Test
  void security_refusals_areProblems() throws Exception {
    TestService service = TestService.get();
    URI me = service.url().resolve("/v1/me");
    Answer nobody = send(HttpRequest.newBuilder(me).GET());
    assertThat(nobody.raw().statusCode()).isEqualTo(401);
    assertThat(nobody.type()).isEqualTo("unauthenticated");
    Answer forged = send(HttpRequest.newBuilder(me).header("Authorization", "Bearer a.b.c").GET());
    assertThat(forged.raw().statusCode()).isEqualTo(401);

    TestUser patient = TestUser.in(service);
    Answer forbidden =
        send(
            HttpRequest.newBuilder(service.url().resolve("/v1/institutions"))
                .header("Authorization", "Bearer " + patient.accessToken())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString("{\"name\":\"mine\"}")));
    assertThat(forbidden.raw().statusCode()).isEqualTo(403);
    assertThat(forbidden.type()).isEqualTo("forbidden");
    // The control: the same token is good elsewhere.
    HttpResponse<String> allowed =
        HTTP.send(
            HttpRequest.newBuilder(me)
                .header("Authorization", "Bearer " + patient.accessToken())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(allowed.statusCode()).isEqualTo(200);
  }
}
