package org.sealward.statuspage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Incident;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** What RFC 4287 asks of a feed (§4.1.1) and of its entries (§4.1.2). */
class AtomFeedTest {
  private static final String ATOM = "http://www.w3.org/2005/Atom";

  private static Document feed(ServiceStatus status) throws Exception {
    StatusFile file = SampleStatus.file(status, SampleStatus.AT_SERVICE, "history.atom");
    assertThat(file.type()).isEqualTo("application/atom+xml; charset=utf-8");
    DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
    factory.setNamespaceAware(true);
    return factory.newDocumentBuilder().parse(new ByteArrayInputStream(file.content().toArray()));
  }

  private static List<Element> children(Element of, String name) {
    NodeList all = of.getChildNodes();
    return IntStream.range(0, all.getLength())
        .mapToObj(all::item)
        .filter(node -> ATOM.equals(node.getNamespaceURI()) && name.equals(node.getLocalName()))
        .map(Element.class::cast)
        .toList();
  }

  private static String text(Element of, String name) {
    List<Element> all = children(of, name);
    assertThat(all).as(name).hasSize(1);
    return all.getFirst().getTextContent();
  }

  private static List<String> links(Element of) {
    return children(of, "link").stream()
        .map(link -> link.getAttribute("rel") + " " + link.getAttribute("href"))
        .toList();
  }

  @Test
  void feed_hasWhatIsAskedOfIt() throws Exception {
    Element feed = feed(SampleStatus.outage()).getDocumentElement();
    assertThat(feed.getNamespaceURI() + " " + feed.getLocalName()).isEqualTo(ATOM + " feed");
    assertThat(text(feed, "id")).isEqualTo("https://sealward.example.org/history.atom");
    assertThat(text(feed, "title")).isEqualTo("Sealward: status");
    assertThat(text(feed, "updated")).isEqualTo("2026-07-03T08:50:00.000Z");
    assertThat(text(children(feed, "author").getFirst(), "name")).isEqualTo("Sealward");
    assertThat(links(feed))
        .containsExactly(
            "self https://sealward.example.org/history.atom",
            "alternate https://sealward.example.org/status");
    List<Element> entries = children(feed, "entry");
    assertThat(entries)
        .extracting(entry -> text(entry, "title"))
        .containsExactly("Messages are not delivered", "Certificates", "Messages were down");
    assertThat(entries)
        .extracting(entry -> text(entry, "id"))
        .containsExactly(
            "urn:uuid:00000000-0000-4000-8000-000000000002",
            "urn:uuid:00000000-0000-4000-8000-000000000004",
            "urn:uuid:00000000-0000-4000-8000-000000000001");
    for (Element entry : entries) {
      assertThat(OffsetDateTime.parse(text(entry, "published")))
          .isBeforeOrEqualTo(OffsetDateTime.parse(text(entry, "updated")));
    }
    Element first = entries.getFirst();
    assertThat(links(first))
        .containsExactly(
            "alternate https://sealward.example.org/status#incident-"
                + "00000000-0000-4000-8000-000000000002");
    assertThat(children(first, "content").getFirst().getAttribute("type")).isEqualTo("html");
    assertThat(text(first, "content"))
        .isEqualTo(
            "<p><time datetime=\"2026-07-03T08:50:00.000Z\">3 Jul 2026, 11:50 EEST</time>:"
                + " <strong>Identified</strong><br>It takes until noon.<br>Nothing is lost.</p>"
                + "<p><time datetime=\"2026-07-03T08:40:00.000Z\">3 Jul 2026, 11:40 EEST</time>:"
                + " <strong>Identified</strong><br>A disk is full.</p>");
  }

  @Test
  void feed_withoutEntries_hasATimeOfItsOwn() throws Exception {
    ServiceStatus calm = SampleStatus.calm();
    ServiceStatus quiet =
        new ServiceStatus(
            "S", "UTC", calm.at(), null, calm.components(), List.of(), List.of(), null, null);
    Element feed = feed(quiet).getDocumentElement();
    assertThat(text(feed, "updated")).isEqualTo("2026-06-20T13:40:00.000Z");
    assertThat(children(feed, "entry")).isEmpty();
  }

  /** Escaped once for HTML, and that for XML. */
  @Test
  void entry_escapesWhatOthersWrote() throws Exception {
    String evil = "</content>]]>&amp;<b>\u0000\uFFFF\uD800";
    Instant at = SampleStatus.NOW;
    ServiceStatus status =
        new ServiceStatus(
            evil,
            "UTC",
            at,
            null,
            List.of(),
            List.of(
                new Incident(
                    SampleStatus.PAST,
                    evil,
                    "major",
                    false,
                    at,
                    null,
                    List.of(),
                    List.of(SampleStatus.post(9, null, evil, "2026-07-03T09:00:00Z")))),
            List.of(),
            null,
            null);
    Element feed = feed(status).getDocumentElement();
    String shown = "</content>]]>&amp;<b>\uFFFD\uFFFD\uFFFD";
    assertThat(text(feed, "title")).isEqualTo(shown + ": status");
    Element entry = children(feed, "entry").getFirst();
    assertThat(text(entry, "title")).isEqualTo(shown);
    assertThat(text(entry, "content"))
        .endsWith("&lt;/content&gt;]]&gt;&amp;amp;&lt;b&gt;\uFFFD\uFFFD\uFFFD</p>");
  }

  @Test
  void sameStatus_makesTheSameBytes() {
    assertThat(StatusFiles.of(SampleStatus.outage(), SampleStatus.AT_SERVICE))
        .isEqualTo(StatusFiles.of(SampleStatus.outage(), SampleStatus.AT_SERVICE));
    assertThat(
            new String(
                SampleStatus.file(SampleStatus.calm(), SampleStatus.AT_SERVICE, "status.json")
                    .content()
                    .toArray(),
                UTF_8))
        .startsWith("{\"name\":\"Sealward\",\"zone\":\"Europe/Sofia\",\"at\":1783069200000,");
  }
}
