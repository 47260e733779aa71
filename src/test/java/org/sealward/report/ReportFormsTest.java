package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.api.AvailabilityExclusion;
import org.sealward.api.AvailabilityIncident;
import org.sealward.api.AvailabilityReport;
import org.sealward.envelope.Observation.Result;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** An outage of July from 00:30 to 00:40 by the clocks of Sofia, of the month's first hour. */
class ReportFormsTest {
  private static final Policy STANDARD = PolicyTest.policy(PolicyTest.STANDARD);
  private static final UUID ONE = UUID.fromString("00000000-0000-4000-8000-000000000001");
  private static final String EVIL = "<script>alert(\"1\")</script> & 'more'";

  private static Watch watch() {
    return watch(
        "2026-06-30T20:50:00Z",
        at ->
            at.isBefore(Instant.parse("2026-06-30T21:30:00Z"))
                    || !at.isBefore(Instant.parse("2026-06-30T21:40:00Z"))
                ? Watch.GOOD
                : Watch.DOWN);
  }

  private static Watch watch(String from, Function<Instant, List<Result>> steps) {
    return new Watch().sees("sofia", from, "2026-06-30T22:00:00Z", Duration.ofMinutes(1), steps);
  }

  private static AvailabilityReport report(Watch watch) {
    return watch.report(STANDARD, "2026-07", "2026-06-30T22:00:00Z");
  }

  private static Watch told(String title) {
    Watch watch = watch();
    watch.incidents.add(
        new AvailabilityIncident(ONE, title, Instant.parse("2026-06-30T21:31:00Z"), null));
    return watch;
  }

  @Test
  void csv_hasARowForEachInterval() {
    assertThat(ReportCsv.of(report(told("Messages, late"))))
        .isEqualTo(
            "contract,month,to_date,state,from_utc,to_utc,from_local,to_local,seconds,cause,"
                + "observations,exclusions,incidents,incident_titles\r\n"
                + "standard,2026-07,yes,down,2026-06-30 21:30:00,2026-06-30 21:40:00,"
                + "2026-07-01 00:30:00,2026-07-01 00:40:00,600.000,"
                + "sofia: message-sent timeout (10 of 10),sofia 41–50,,"
                + ONE
                + ",\"Messages, late\"\r\n"
                + "standard,2026-07,yes,unknown,2026-06-30 21:59:15,2026-06-30 22:00:00,"
                + "2026-07-01 00:59:15,2026-07-01 01:00:00,45.000,nobody saw anything,,,"
                + ONE
                + ",\"Messages, late\"\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"})
  void csv_hasNoFormula(String title) {
    assertThat(ReportCsv.of(report(told("plain 1-1")))).contains(",plain 1-1\r\n");
    assertThat(ReportCsv.of(report(told(title))))
        .contains("'" + title)
        .doesNotContain("," + title)
        .doesNotContain(",\"" + title);
  }

  @Test
  void csv_quotesWhatWouldEndAField() {
    assertThat(ReportCsv.of(report(told("say \"no\"\nthen, go"))))
        .contains(",\"say \"\"no\"\"\nthen, go\"\r\n");
  }

  private static Document page(AvailabilityReport report)
      throws IOException, ParserConfigurationException, SAXException {
    // It is XML too, but for its doctype and the elements of its head that have no end.
    String html =
        ReportPage.of(report).replace("<!DOCTYPE html>\n", "").replaceAll("(<meta [^>]*)>", "$1/>");
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(html)));
  }

  private static List<Element> elements(Document page, String name) {
    NodeList found = page.getElementsByTagName(name);
    return java.util.stream.IntStream.range(0, found.getLength())
        .mapToObj(index -> (Element) found.item(index))
        .toList();
  }

  @Test
  void page_tellsTheFigures_andThatTheyAreToDate() throws Exception {
    Document page = page(report(told("Messages are late")));
    String text = page.getDocumentElement().getTextContent();
    assertThat(text)
        .contains("Availability: Standard contract, July 2026")
        .contains("82.0833 %")
        .contains("To date: the month is not over, and no figure is final.")
        .contains("Promised: 99.9 %. The promise is kept until now.")
        .contains("44 min 38.4 s")
        .contains("33 min 53.4 s") // 2678.4 − 645 s
        .contains("Messages are late")
        .contains("sofia: message-sent timeout (10 of 10)")
        .contains(STANDARD.hash().hex());
    Watch july = watch();
    AvailabilityReport whole = july.report(STANDARD, "2026-07", "2026-08-01T00:00:00Z");
    assertThat(page(whole).getDocumentElement().getTextContent())
        .doesNotContain("To date")
        .contains("The promise is broken.")
        .contains("−");
  }

  @Test
  void page_canBeReadWithoutColoursOrPicture() throws Exception {
    Document page = page(report(watch()));
    assertThat(page.getDocumentElement().getAttribute("lang")).isEqualTo("en");
    assertThat(elements(page, "h1")).hasSize(1);
    assertThat(elements(page, "th"))
        .isNotEmpty()
        .allSatisfy(head -> assertThat(head.getAttribute("scope")).isIn("col", "row"));
    assertThat(elements(page, "caption")).hasSameSizeAs(elements(page, "table"));
    Element svg = elements(page, "svg").getFirst();
    assertThat(svg.getAttribute("role")).isEqualTo("img");
    assertThat(svg.getAttribute("aria-labelledby")).isEqualTo("timeline-title timeline-desc");
    assertThat(elements(page, "desc").getFirst().getTextContent())
        .isEqualTo(
            "Times that were not up: 2; the first one is down from 2026-07-01 00:30:00. The table"
                + " below has them all.");
    assertThat(elements(page, "text"))
        .extracting(Element::getTextContent)
        .contains("01 Wed", "10 min down, 45 s unknown");
  }

  /** 28 units an hour, from 62: 00:30 is at 76, and 10 minutes are 4.67 wide. */
  @Test
  void timeline_isDrawnToScale() throws Exception {
    Document page = page(report(watch()));
    assertThat(elements(page, "rect"))
        .filteredOn(rect -> rect.getAttribute("class").equals("down"))
        .singleElement()
        .satisfies(
            rect -> {
              assertThat(rect.getAttribute("x")).isEqualTo("76.00");
              assertThat(rect.getAttribute("width")).isEqualTo("4.67");
              assertThat(rect.getTextContent())
                  .isEqualTo("down 2026-07-01 00:30:00 to 2026-07-01 00:40:00");
            });
    assertThat(elements(page, "rect"))
        .filteredOn(rect -> rect.getAttribute("class").equals("up"))
        .singleElement()
        .satisfies(rect -> assertThat(rect.getAttribute("width")).isEqualTo("28.00"));
  }

  /** 25 October has 25 hours in Sofia, 29 March 23. */
  @ParameterizedTest
  @ValueSource(strings = {"2026-10 25 700.00", "2026-03 29 644.00"})
  void timeline_hasDaysAsLongAsTheyAre(String expected) throws Exception {
    String[] parts = expected.split(" ", -1);
    AvailabilityReport report = new Watch().report(STANDARD, parts[0], "2030-01-01T00:00:00Z");
    List<String> widths =
        elements(page(report), "rect").stream()
            .filter(rect -> rect.getAttribute("class").equals("up"))
            .map(rect -> rect.getAttribute("width"))
            .toList();
    assertThat(widths).hasSize(31);
    assertThat(widths.get(Integer.parseInt(parts[1]) - 1)).isEqualTo(parts[2]);
    assertThat(widths).filteredOn("672.00"::equals).hasSize(30);
  }

  @Test
  void page_escapesWhatOthersWrote_andLoadsNothing() throws Exception {
    Watch watch = told(EVIL);
    watch.exclusions.add(
        new AvailabilityExclusion(
            ONE,
            Instant.parse("2026-06-30T21:30:00Z"),
            Instant.parse("2026-06-30T21:35:00Z"),
            "hosting-provider",
            EVIL,
            "javascript:" + EVIL,
            EVIL,
            Instant.parse("2026-06-30T21:50:00Z")));
    Policy policy =
        PolicyTest.policy(
            PolicyTest.STANDARD.replace("Standard contract", EVIL.replace("\"", "\\\"")));
    AvailabilityReport report = watch.report(policy, "2026-07", "2026-06-30T22:00:00Z");
    String html = ReportPage.of(report);
    assertThat(html).doesNotContain("<script").doesNotContain("href").doesNotContain("src=");
    assertThat(elements(page(report), "td"))
        .extracting(Element::getTextContent)
        .contains(EVIL, "javascript:" + EVIL);
    assertThat(page(report).getElementsByTagName("h1").item(0).getTextContent())
        .isEqualTo("Availability: " + EVIL + ", July 2026");
  }

  @Test
  void text_isForATerminal() {
    assertThat(ReportText.of(report(watch())))
        .startsWith(
            """
            Standard contract (standard), July 2026 in Europe/Sofia
            TO DATE, until 2026-07-01 01:00:00: not final
            82.0833 %, promised 99.9 %: kept until now
            83.1223 % of what was measured
            44 min 38.4 s of July 2026 may be down; 33 min 53.4 s left
            down 10 min, unknown 45 s, excluded 0 s
            down      2026-07-01 00:30:00 to 2026-07-01 00:40:00  10 min  sofia: message-sent timeout (10 of 10)
            unknown   2026-07-01 00:59:15 to 2026-07-01 01:00:00  45 s  nobody saw anything
            site                 p50 20 ms, p95 20 ms, p99 20 ms, at most 20 ms
            message-sent         p50 40 ms, p95 40 ms, p99 40 ms, at most 40 ms
            sofia  numbers 1 to 70; 60 observations: 50 good, 10 bad, 0 blind; 1 gaps, 45 s unseen
            policy\
            """);
  }

  @Test
  void lengths_areSaidInFull() {
    assertThat(List.of(0L, 400L, 60_000L, 3_600_000L, 3_723_500L, -61_000L))
        .extracting(Shown::length)
        .containsExactly("0 s", "0.4 s", "1 min", "1 h", "1 h 2 min 3.5 s", "−1 min 1 s");
  }
}
