package org.sealward.cli;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.sealward.api.Connection;
import org.sealward.api.SpecialistProfile;
import org.sealward.client.Content;
import org.sealward.client.ImageDescription;
import org.sealward.client.MessageRef;
import org.sealward.client.Received;

/** How things look: as fields for programs, as lines for people. */
final class Shown {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  private Shown() {}

  static String time(Instant at) {
    return TIME.format(at);
  }

  static Map<String, @Nullable Object> specialist(SpecialistProfile profile) {
    return Fields.of("userId", profile.userId())
        .and("name", profile.displayName())
        .and("specialty", profile.specialty())
        .and("institution", profile.institutionName())
        .and("languages", profile.languages())
        .and("about", profile.about())
        .and("accepting", profile.accepting())
        .map();
  }

  static String line(SpecialistProfile profile) {
    return profile.userId()
        + "  "
        + profile.displayName()
        + ", "
        + profile.specialty()
        + ", "
        + profile.institutionName()
        + (profile.accepting() ? "" : "  (takes no new patients)");
  }

  static Map<String, @Nullable Object> connection(Connection connection) {
    return Fields.of("id", connection.id())
        .and("patientId", connection.patientId())
        .and("specialistId", connection.specialistId())
        .and("state", connection.state())
        .and("requestedAt", connection.requestedAt())
        .and("decidedAt", connection.decidedAt())
        .and("endedAt", connection.endedAt())
        .map();
  }

  static String line(Connection connection) {
    return connection.id()
        + "  "
        + connection.state()
        + "  patient "
        + connection.patientId()
        + "  specialist "
        + connection.specialistId();
  }

  static Map<String, @Nullable Object> received(Received received) {
    Fields fields =
        Fields.of("conversationId", received.conversationId())
            .and("seq", received.seq())
            .and("storedAt", received.storedAt());
    return switch (received) {
      case Received.Message message -> message(fields, message).map();
      case Received.Unreadable unreadable ->
          fields
              .and("type", "unreadable")
              .and("claimedSender", unreadable.claimedSender())
              .and("cause", unreadable.cause().getMessage())
              .map();
      case Received.Erased _ -> fields.and("type", "erased").map();
    };
  }

  private static Fields message(Fields fields, Received.Message message) {
    fields
        .and("messageId", message.id())
        .and("senderId", message.senderId())
        .and("sentAt", message.sentAt());
    return switch (message.content()) {
      case Content.Text text -> fields.and("type", "text").and("text", text.text());
      case Content.Reply reply ->
          about(fields.and("type", "reply").and("text", reply.text()), reply.target());
      case Content.Edit edit ->
          about(fields.and("type", "edit").and("text", edit.text()), edit.target());
      case Content.Retract retract -> about(fields.and("type", "retract"), retract.target());
      case Content.Receipt receipt ->
          about(
              fields.and("type", "receipt").and("state", word(receipt.state())), receipt.target());
      case Content.Topic topic -> fields.and("type", "topic").and("topic", topic.topic());
      case Content.Image(ImageDescription image) ->
          fields
              .and("type", "image")
              .and("imageId", image.imageId())
              .and("name", image.name())
              .and("mediaType", image.mediaType())
              .and("size", image.size());
      case Content.Other other -> fields.and("type", other.type()).and("json", other.json());
    };
  }

  private static Fields about(Fields fields, MessageRef target) {
    return fields.and("targetId", target.messageId());
  }

  private static String word(Content.Receipt.State state) {
    return switch (state) {
      case DELIVERED -> "delivered";
      case READ -> "read";
    };
  }

  /**
   * @param self the user, who is "you"
   */
  static String line(Received received, UUID self) {
    return switch (received) {
      case Received.Message message ->
          head(message.seq(), message.sentAt(), message.senderId(), self)
              + text(message.content()).replace("\n", "\n      ");
      case Received.Unreadable unreadable ->
          head(unreadable.seq(), unreadable.storedAt(), unreadable.claimedSender(), self)
              + "REFUSED, believe nothing of it: "
              + unreadable.cause().getMessage();
      case Received.Erased erased ->
          "#" + erased.seq() + "  " + TIME.format(erased.storedAt()) + "  (erased)";
    };
  }

  private static String head(long seq, Instant at, UUID sender, UUID self) {
    String who = sender.equals(self) ? "you" : sender.toString();
    return "#" + seq + "  " + TIME.format(at) + "  " + who + ": ";
  }

  private static String text(Content content) {
    return switch (content) {
      case Content.Text text -> text.text();
      case Content.Reply reply ->
          "[in answer to " + reply.target().messageId() + "] " + reply.text();
      case Content.Edit edit -> "[instead of " + edit.target().messageId() + "] " + edit.text();
      case Content.Retract retract -> "[takes back " + retract.target().messageId() + "]";
      case Content.Receipt receipt ->
          "[" + word(receipt.state()) + " up to " + receipt.target().messageId() + "]";
      case Content.Topic topic -> "[topic: " + topic.topic() + "]";
      case Content.Image(ImageDescription image) ->
          "[image "
              + image.imageId()
              + ", "
              + image.name()
              + ", "
              + image.mediaType()
              + ", "
              + image.size()
              + " bytes]";
      case Content.Other other -> "[" + other.type() + ", which this version cannot show]";
    };
  }
}
