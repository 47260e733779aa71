package org.sealward.delivery;

import java.nio.charset.StandardCharsets;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Event;

/**
 * The text of {@link org.sealward.api.ServerFrame.Event}. Everything after the frame number is the
 * same for all sockets, and the body is the event's own JSON, so it is written by hand, once.
 */
record EventText(Event event, String afterFrame) {
  static EventText of(Event event) {
    Bytes body = event.body();
    String afterFrame =
        ",\"stream\":\""
            + event.stream()
            + "\",\"seq\":"
            + event.seq()
            + ",\"kind\":\""
            + event.kind()
            + "\",\"at\":"
            + event.at().toEpochMilli()
            + ",\"actor\":\""
            + event.actor()
            + '"'
            + (body == null
                ? ""
                : ",\"body\":" + new String(body.toArray(), StandardCharsets.UTF_8))
            + '}';
    return new EventText(event, afterFrame);
  }

  String frame(long number) {
    return "{\"type\":\"event\",\"frame\":" + number + afterFrame;
  }
}
