package org.sealward.statuspage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.envelope.Bytes;
import org.sealward.json.StrictJson;

/**
 * Every form of a status by its path. The service serves them, and whoever publishes a copy writes
 * them. The same status makes the same bytes.
 */
public final class StatusFiles {
  /** The page for people; the service has it at {@code status}. */
  public static final String PAGE = "index.html";

  /** The status itself; the service has it at {@code v1/status}. */
  public static final String DOCUMENT = "status.json";

  public static final String FEED = "history.atom";

  /** Content-Security-Policy of all pages of this package. */
  public static final String POLICY = PageFrame.POLICY + "; frame-ancestors 'none'";

  private static final String JSON = "application/json";

  private StatusFiles() {}

  /** All forms. */
  public static SortedMap<String, StatusFile> of(ServiceStatus status, StatusPlace place) {
    SortedMap<String, StatusFile> files = new TreeMap<>();
    files.put(PAGE, text("text/html; charset=utf-8", StatusPage.of(status, place)));
    files.put(DOCUMENT, new StatusFile(JSON, Bytes.of(StrictJson.write(status))));
    files.put(FEED, text("application/atom+xml; charset=utf-8", AtomFeed.of(status, place)));
    StatuspageJson.all(status, place)
        .forEach((name, json) -> files.put("api/v2/" + name + ".json", text(JSON, json)));
    return Collections.unmodifiableSortedMap(files);
  }

  private static StatusFile text(String type, String text) {
    return new StatusFile(type, Bytes.utf8(text));
  }

  /**
   * What is left to be said when the service does not answer: its site is down, and of everything
   * else nobody knows.
   *
   * @param last what was said last, perhaps by this method
   */
  public static ServiceStatus unreachable(ServiceStatus last, Instant now) {
    return new ServiceStatus(
        last.name(),
        last.zone(),
        now,
        last.lostAt() == null ? last.at() : last.lostAt(),
        unreachable(last.components(), now),
        last.incidents(),
        last.maintenances(),
        last.notice(),
        last.availability());
  }

  private static List<Component> unreachable(List<Component> last, Instant now) {
    List<Component> all = new ArrayList<>(last);
    if (last.stream().noneMatch(one -> one.id().equals(Overall.SITE))) {
      all.addFirst(new Component(Overall.SITE, "Site", Overall.UNKNOWN, now, List.of()));
    }
    return all.stream().map(one -> unreachable(one, now)).toList();
  }

  private static Component unreachable(Component last, Instant now) {
    String state = last.id().equals(Overall.SITE) ? Overall.DOWN : Overall.UNKNOWN;
    Instant since = last.state().equals(state) ? last.since() : now;
    return new Component(last.id(), last.name(), state, since, last.days());
  }
}
