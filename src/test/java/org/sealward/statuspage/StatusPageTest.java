package org.sealward.statuspage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.net.URI;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Availability;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class StatusPageTest {
  private static final String EVIL =
      "</style><script>alert(\"1\")</script> & 'more'\u0000\u001B[2J";

  /** As {@link #EVIL} is shown: characters that steer are not. */
  private static final String SHOWN =
      "</style><script>alert(\"1\")</script> & 'more'\uFFFD\uFFFD[2J";

  private static final StatusPlace COPY =
      StatusPlace.copy(SampleStatus.SERVICE, URI.create("https://status.example.net/sealward"));

  private static String html(ServiceStatus status, StatusPlace place) {
    StatusFile file = SampleStatus.file(status, place, StatusFiles.PAGE);
    assertThat(file.type()).isEqualTo("text/html; charset=utf-8");
    return new String(file.content().toArray(), UTF_8);
  }

  /** A page is XML too, but for its doctype and the elements that have no end. */
  private static Document parsed(String html) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(
            new InputSource(
                new StringReader(
                    html.replace("<!DOCTYPE html>\n", "")
                        .replaceAll("(<(meta|input) [^>]*)>", "$1/>"))));
  }

  private static Document page(ServiceStatus status) throws Exception {
    return parsed(html(status, SampleStatus.AT_SERVICE));
  }

  private static List<Element> elements(Document page, String name) {
    return all(page.getElementsByTagName(name));
  }

  private static List<Element> all(NodeList found) {
    return IntStream.range(0, found.getLength()).mapToObj(i -> (Element) found.item(i)).toList();
  }

  private static String text(Document page) {
    return page.getDocumentElement().getTextContent();
  }

  @Test
  void page_ofAnOutage_tellsAllOfIt() throws Exception {
    Document page = page(SampleStatus.outage());
    assertThat(text(page))
        .contains("Partial System Outage")
        .contains("As of 3 Jul 2026, 12:00 EEST.")
        .contains("We know, and are at it.", "Said 3 Jul 2026, 11:35 EEST")
        .contains("From 3 Jul 2026, 11:30 EEST until now. Impact: major.")
        .contains("Affected: Patient to specialist, Messages.")
        .contains("3 Jul 2026, 11:50 EEST IdentifiedIt takes until noon.\nNothing is lost.")
        .contains("3 Jul 2026, 11:40 EEST IdentifiedA disk is full.")
        .contains("From 20 Jun 2026, 08:00 EEST to 20 Jun 2026, 16:40 EEST (8 h 40 min).")
        .contains("From 3 Jul 2026, 11:00 EEST to 3 Jul 2026, 13:00 EEST. Affected: Assisted")
        .contains("2026-07 to date: 99.1935 %. Promised: 99.9 %.")
        .contains("Times are those of Europe/Sofia.");
    assertThat(elements(page, "h2"))
        .extracting(Element::getTextContent)
        .containsExactly(
            "What is wrong now",
            "Maintenance",
            "Parts of the service",
            "The promise",
            "Past incidents",
            "Be told of changes");
    assertThat(
            elements(page, "section").stream()
                .collect(
                    Collectors.toMap(
                        part -> part.getAttribute("id"),
                        part ->
                            all(part.getElementsByTagName("strong")).getFirst().getTextContent())))
        .isEqualTo(
            Map.of(
                "site", "Works",
                "sign-in", "Slow or faulty",
                "connection", "Partly down",
                "messages", "Down",
                "images", "Not known",
                "assisted-decryption", "Under maintenance"));
  }

  @Test
  void page_whenAllIsWell_saysSo() throws Exception {
    Document page = page(SampleStatus.calm());
    assertThat(text(page)).contains("All Systems Operational").doesNotContain("wrong now");
    assertThat(text(page)).contains("New version of the database", "Messages may be late.");
  }

  @Test
  void bars_haveAFormAndWordsForEachDay() throws Exception {
    Document page = page(SampleStatus.calm());
    Element messages = elements(page, "section").get(3);
    Element picture = all(messages.getElementsByTagName("svg")).getFirst();
    assertThat(picture.getAttribute("role")).isEqualTo("img");
    assertThat(picture.getAttribute("aria-label"))
        .isEqualTo(
            "Messages, a bar a day for 90 days: 99.416 % up while watched; days that were not all"
                + " up: 3");
    List<Element> bars = all(messages.getElementsByTagName("rect"));
    assertThat(
            bars.stream()
                .collect(
                    Collectors.groupingBy(
                        bar -> bar.getAttribute("class") + bar.getAttribute("height"),
                        Collectors.counting())))
        .isEqualTo(
            Map.of("before6", 26L, "up25", 61L, "some30", 1L, "down34", 1L, "unknown25", 1L));
    assertThat(bars)
        .extracting(Element::getTextContent)
        .contains(
            "30 Apr 2026: not watched yet",
            "1 May 2026: up",
            "10 Jun 2026: down 12 min",
            "20 Jun 2026: down 8 h 40 min",
            "25 Jun 2026: not known 3 h 12 min",
            "3 Jul 2026: up");
    assertThat(all(messages.getElementsByTagName("td")))
        .extracting(Element::getTextContent)
        .containsExactly("", "3 h 12 min", "8 h 40 min", "", "12 min", "");
    assertThat(all(elements(page, "section").getFirst().getElementsByTagName("details"))).isEmpty();
  }

  @Test
  void page_escapesWhatOthersWrote() throws Exception {
    ServiceStatus calm = SampleStatus.calm();
    Instant then = SampleStatus.NOW.minusSeconds(60);
    var post = new ServiceStatus.Post(SampleStatus.id(9), null, EVIL, then);
    ServiceStatus status =
        new ServiceStatus(
            EVIL,
            calm.zone(),
            calm.at(),
            null,
            List.of(SampleStatus.component(EVIL, EVIL, EVIL, calm.components().get(3).days())),
            List.of(
                new Incident(
                    SampleStatus.PAST, EVIL, EVIL, true, then, null, List.of(EVIL), List.of(post))),
            List.of(
                new Maintenance(
                    SampleStatus.PLANNED,
                    EVIL,
                    then,
                    then,
                    calm.at(),
                    List.of(EVIL),
                    List.of(post))),
            post,
            new Availability(EVIL, EVIL, EVIL, EVIL));
    String html = html(status, SampleStatus.AT_SERVICE);
    assertThat(html).doesNotContain("<script").doesNotContain("\u0000").doesNotContain("\u001B");
    Document page = parsed(html);
    assertThat(elements(page, "h1").getFirst().getTextContent()).isEqualTo(SHOWN + ": status");
    assertThat(elements(page, "h3")).extracting(Element::getTextContent).containsOnly(SHOWN);
    assertThat(elements(page, "div"))
        .filteredOn(div -> div.getAttribute("class").equals("words"))
        .extracting(Element::getTextContent)
        .containsExactly(SHOWN, SHOWN);
    assertThat(elements(page, "section").getFirst().getAttribute("id")).isEqualTo(SHOWN);
    assertThat(elements(page, "svg").getFirst().getAttribute("aria-label")).startsWith(SHOWN);
    assertThat(html(SampleStatus.calm(), SampleStatus.AT_SERVICE)).doesNotContain("\uFFFD");
  }

  @Test
  void page_loadsAndRunsNothing_andItsPolicyAllowsItsStyleAlone() throws Exception {
    String html = html(SampleStatus.outage(), SampleStatus.AT_SERVICE);
    String style = html.substring(html.indexOf("<style>") + 7, html.indexOf("</style>"));
    String hash =
        Base64.getEncoder()
            .encodeToString(MessageDigest.getInstance("SHA-256").digest(style.getBytes(UTF_8)));
    String policy =
        "default-src 'none'; style-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'self'";
    assertThat(StatusFiles.POLICY).isEqualTo(policy + "; frame-ancestors 'none'");
    assertThat(html).contains("content=\"" + policy + "\"");
    assertThat(html)
        .doesNotContain("<script")
        .doesNotContain("src=")
        .doesNotContain("style=")
        .doesNotContain("http-equiv=\"refresh\"")
        .doesNotContain("@import");
  }

  @Test
  void links_areRelative_andWorkInBothPlaces() throws Exception {
    Document here = page(SampleStatus.calm());
    assertThat(links(here))
        .containsExactly(
            "status", "v1/availability/standard/2026-07", "history.atom", "api/v2/summary.json");
    Element form = elements(here, "form").getFirst();
    assertThat(form.getAttribute("action")).isEqualTo("status/subscriptions");
    assertThat(form.getAttribute("method")).isEqualTo("post");
    assertThat(elements(here, "input").getFirst().getAttribute("name")).isEqualTo("email");

    Document there = parsed(html(SampleStatus.calm(), COPY));
    assertThat(links(there))
        .containsExactly(
            "index.html",
            "https://sealward.example.org/v1/availability/standard/2026-07",
            "https://sealward.example.org/status",
            "history.atom",
            "api/v2/summary.json");
    assertThat(elements(there, "form")).isEmpty();
    Document silent =
        parsed(html(SampleStatus.calm(), StatusPlace.service(SampleStatus.SERVICE, false)));
    assertThat(elements(silent, "form")).isEmpty();
  }

  private static List<String> links(Document page) {
    return elements(page, "a").stream().map(link -> link.getAttribute("href")).toList();
  }

  @Test
  void unreachableService_isShownAsDown_andWhatElseStandsThereAsOld() throws Exception {
    Instant later = SampleStatus.NOW.plusSeconds(90);
    ServiceStatus lost = StatusFiles.unreachable(SampleStatus.calm(), later);
    ServiceStatus still = StatusFiles.unreachable(lost, later.plusSeconds(600));

    assertThat(lost.components())
        .extracting(ServiceStatus.Component::state)
        .containsExactly("major-outage", "unknown", "unknown", "unknown", "unknown");
    assertThat(lost.lostAt()).isEqualTo(SampleStatus.NOW);
    assertThat(still.lostAt()).isEqualTo(SampleStatus.NOW);
    assertThat(still.components().getFirst().since()).isEqualTo(later);
    assertThat(still.at()).isEqualTo("2026-07-03T09:11:30Z");
    assertThat(text(parsed(html(still, COPY))))
        .contains("Major Service Outage")
        .contains(
            "The service could not be reached from here since 3 Jul 2026, 12:01 EEST. What else"
                + " stands here is as it was known at 3 Jul 2026, 12:00 EEST.");
  }

  @Test
  void unreachableService_ofWhichNothingWasKnown_isDown() {
    ServiceStatus calm = SampleStatus.calm();
    ServiceStatus bare =
        new ServiceStatus("S", "UTC", calm.at(), null, List.of(), List.of(), List.of(), null, null);
    assertThat(StatusFiles.unreachable(bare, calm.at()).components())
        .singleElement()
        .extracting(ServiceStatus.Component::id, ServiceStatus.Component::state)
        .containsExactly("site", "major-outage");
  }

  @Test
  void serviceThatCannotReadItsRecords_saysSo() throws Exception {
    ServiceStatus calm = SampleStatus.calm();
    ServiceStatus blind =
        new ServiceStatus(
            calm.name(),
            calm.zone(),
            calm.at(),
            Instant.parse("2026-07-03T08:58:00Z"),
            calm.components(),
            calm.incidents(),
            calm.maintenances(),
            null,
            null);
    assertThat(text(page(blind)))
        .contains("The service cannot get at its records.")
        .contains("as it was known at 3 Jul 2026, 11:58 EEST")
        .doesNotContain("could not be reached");
  }

  @Test
  void question_asksAndKeeps_andEscapes() throws Exception {
    var fields = new LinkedHashMap<>(Map.of("code", "The code " + EVIL));
    var kept = new LinkedHashMap<>(Map.of("email", "a\"@mail.example"));
    String html =
        new Question(EVIL, List.of(EVIL), new Question.Form("confirm?a=1&b=2", fields, kept, EVIL))
            .page();
    assertThat(html).doesNotContain("<script").contains(StatusFiles.POLICY.substring(0, 90));
    Document page = parsed(html);
    assertThat(elements(page, "h1").getFirst().getTextContent()).isEqualTo(SHOWN);
    assertThat(elements(page, "form").getFirst().getAttribute("action"))
        .isEqualTo("confirm?a=1&b=2");
    assertThat(elements(page, "input"))
        .extracting(input -> input.getAttribute("name") + "=" + input.getAttribute("value"))
        .containsExactly("email=a\"@mail.example", "code=");
    assertThat(elements(page, "label").getFirst().getAttribute("for")).isEqualTo("code");
    assertThat(new Question("Done", List.of("Thank you."), null).page()).doesNotContain("<form");
  }
}
