package org.sealward.statuspage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Maintenance;
import org.sealward.api.ServiceStatus.Post;

/** Incidents and maintenances as Atom 1.0 (RFC 4287), an entry each. */
final class AtomFeed {
  private record Entry(String kind, String title, Told told) {}

  private final ServiceStatus status;
  private final StatusPlace place;
  private final Moments moments;

  private AtomFeed(ServiceStatus status, StatusPlace place) {
    this.status = status;
    this.place = place;
    this.moments = new Moments(status.zone());
  }

  static String of(ServiceStatus status, StatusPlace place) {
    return new AtomFeed(status, place).feed();
  }

  private String feed() {
    List<Entry> entries = entries();
    Instant updated =
        entries.isEmpty()
            ? status.components().stream()
                .map(Component::since)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH)
            : entries.getFirst().told().changed();
    return """
    <?xml version="1.0" encoding="utf-8"?>
    <feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en">
    <id>%1$s</id>
    <title>%2$s: status</title>
    <updated>%3$s</updated>
    <author><name>%2$s</name></author>
    <link rel="self" type="application/atom+xml" href="%1$s"/>
    <link rel="alternate" type="text/html" href="%4$s"/>
    %5$s</feed>
    """
        .formatted(
            Markup.escaped(place.feed().toString()),
            Markup.escaped(status.name()),
            Moments.iso(updated),
            Markup.escaped(place.page().toString()),
            entries.stream().map(this::entry).collect(Collectors.joining()));
  }

  /** What changed last comes first. */
  private List<Entry> entries() {
    List<Entry> entries = new ArrayList<>();
    for (Incident one : status.incidents()) {
      entries.add(new Entry("incident", one.title(), Told.of(one)));
    }
    for (Maintenance one : status.maintenances()) {
      entries.add(new Entry("maintenance", one.title(), Told.of(one, status.at())));
    }
    entries.sort(Comparator.comparing((Entry entry) -> entry.told().changed()).reversed());
    return entries;
  }

  private String entry(Entry entry) {
    Told told = entry.told();
    return """
    <entry>
    <id>urn:uuid:%s</id>
    <title>%s</title>
    <published>%s</published>
    <updated>%s</updated>
    <category term="%s"/>
    <link rel="alternate" type="text/html" href="%s"/>
    <content type="html">%s</content>
    </entry>
    """
        .formatted(
            told.id(),
            Markup.escaped(entry.title()),
            Moments.iso(told.began()),
            Moments.iso(told.changed()),
            entry.kind(),
            Markup.escaped(place.anchor(entry.kind() + "-" + told.id())),
            Markup.escaped(
                told.posts().stream().map(this::paragraph).collect(Collectors.joining())));
  }

  private String paragraph(Post post) {
    return "<p>%s: <strong>%s</strong><br>%s</p>"
        .formatted(
            moments.html(post.at()),
            Told.words(String.valueOf(post.state())),
            Markup.escaped(post.words()).replace("\n", "<br>"));
  }
}
