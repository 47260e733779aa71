package org.sealward.statuspage;

import java.util.Locale;
import org.sealward.api.ServiceStatus;
import org.sealward.api.ServiceStatus.Component;
import org.sealward.api.ServiceStatus.Incident;
import org.sealward.api.ServiceStatus.Post;

/** The status in a few lines, for a terminal. */
public final class StatusText {
  private StatusText() {}

  /** Lines, each with a line break. */
  public static String of(ServiceStatus status) {
    Moments moments = new Moments(status.zone());
    StringBuilder text = new StringBuilder(status.name());
    text.append(": ").append(Overall.of(status).words(status.components()));
    text.append(", ").append(moments.text(status.at())).append('\n');
    if (status.lostAt() != null) {
      text.append("nothing is known since ").append(moments.text(status.lostAt())).append('\n');
    }
    Post notice = status.notice();
    if (notice != null) {
      text.append(notice.words()).append('\n');
    }
    for (Component one : status.components()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-36s %-18s since %s, %s%n",
              one.name(),
              Overall.state(one),
              moments.text(one.since()),
              Bars.percent(one)));
    }
    for (Incident one : status.incidents()) {
      if (one.to() == null) {
        Told told = Told.of(one);
        text.append(Told.words(told.state())).append(": ").append(one.title());
        text.append(", since ").append(moments.text(one.from())).append('\n');
      }
    }
    return text.toString();
  }
}
