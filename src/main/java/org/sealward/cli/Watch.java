package org.sealward.cli;

import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.sealward.client.Live;
import org.sealward.client.LiveEvent;
import org.sealward.client.LiveListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "watch",
    description = {
      "Shows what happens, as it happens, until Ctrl-C: messages, members, connections.",
      "Begins with what this device has not shown yet."
    })
final class Watch extends AppCommand {
  @Option(
      names = "--until-quiet",
      description = "Ends when everything that had happened before was shown.")
  boolean untilQuiet;

  @Override
  public Integer call() throws Exception {
    return loggedIn(
        (session, out) -> {
          var quiet = new CountDownLatch(1);
          var listener =
              new LiveListener() {
                @Override
                public void on(LiveEvent event) {
                  out.item(fields(event), line(event, session.userId()));
                }

                @Override
                public void caughtUp() {
                  if (untilQuiet) {
                    quiet.countDown();
                  }
                }

                @Override
                public void disconnected(RuntimeException cause) {
                  spec.commandLine().getErr().println("Disconnected: " + cause.getMessage());
                }
              };
          try (Live _ = session.listen(listener)) {
            quiet.await();
          }
        });
  }

  private static Map<String, @Nullable Object> fields(LiveEvent event) {
    if (event instanceof LiveEvent.MessageReceived(var received)) {
      return Shown.received(received);
    }
    Fields fields =
        Fields.of("event", name(event)).and("stream", event.stream()).and("seq", event.seq());
    return switch (event) {
      case LiveEvent.ConnectionChanged changed ->
          fields.and("connection", Shown.connection(changed.connection())).map();
      case LiveEvent.ImageGranted granted ->
          fields.and("imageId", granted.grant().grant().imageId()).map();
      case LiveEvent.Refused refused -> fields.and("cause", refused.cause().getMessage()).map();
      default -> fields.map();
    };
  }

  private static String line(LiveEvent event, UUID self) {
    return switch (event) {
      case LiveEvent.MessageReceived(var received) ->
          received.conversationId() + "  " + Shown.line(received, self);
      case LiveEvent.ConnectionChanged changed -> "connection  " + Shown.line(changed.connection());
      case LiveEvent.ImageGranted granted ->
          "image " + granted.grant().grant().imageId() + " may be read";
      case LiveEvent.Refused refused ->
          "REFUSED in " + refused.stream() + ": " + refused.cause().getMessage();
      default -> event.stream() + "  " + name(event);
    };
  }

  /** Such as {@code members-changed}. */
  private static String name(LiveEvent event) {
    return event
        .getClass()
        .getSimpleName()
        .replaceAll("(?<=[a-z])(?=[A-Z])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
