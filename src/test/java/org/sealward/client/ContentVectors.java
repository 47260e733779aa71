package org.sealward.client;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.VectorFile;
import org.sealward.transparency.TreeHead;

/**
 * Vectors of what messages say: contents alone, read or refused, and short conversations with what
 * is to be shown of them.
 */
public final class ContentVectors {
  private static final UUID ID = UUID.fromString("01934d00-0000-7000-8000-000000000001");
  private static final String HASH = Bytes.of(new byte[32]).base64Url();
  private static final String TARGET =
      "\"messageId\":\"" + ID + "\",\"messageHash\":\"" + HASH + "\"";

  /** The root of the tree of five leaves in key-log.json, which a program in Python computed. */
  private static final String ROOT = "pFUqHNfCSooMEsAgWZVUqNwGpqV7eeleFxNheMpGUSM";

  private final VectorFile file = new VectorFile("contents", "7.4, 7.6");

  private ContentVectors() {}

  public static VectorFile contents() {
    return new ContentVectors().written();
  }

  private VectorFile written() {
    read("text", "{\"type\":\"text\",\"text\":\"Gr\u00fc\u00dfe\"}");
    read("text with a field of a later version", "{\"type\":\"text\",\"text\":\"x\",\"new\":[1]}");
    read("reply", "{\"type\":\"reply\",\"text\":\"yes\"," + TARGET + "}");
    read("edit", "{\"type\":\"edit\",\"text\":\"no\"," + TARGET + "}");
    read("retract", "{\"type\":\"retract\"," + TARGET + "}");
    read("delivered", "{\"type\":\"receipt\",\"state\":\"delivered\"," + TARGET + "}");
    read("read", "{\"type\":\"receipt\",\"state\":\"read\"," + TARGET + "}");
    read(
        "receipt of a state of a later version",
        "{\"type\":\"receipt\",\"state\":\"printed\"," + TARGET + "}");
    read("topic", "{\"type\":\"topic\",\"topic\":\"Knee, left\"}");
    read("longest topic", topic("\ud83e\uddb5".repeat(200)));
    read("type of a later version", "{\"type\":\"poll\",\"options\":[1,2]}");
    told("text with what its sender saw of the key log", "{\"type\":\"text\",\"text\":\"x\",");
    told("type of a later version, with the same", "{\"type\":\"poll\",\"options\":[1,2],");

    refused("no object", "[]");
    refused("no type", "{\"text\":\"x\"}");
    refused("type is no text", "{\"type\":1}");
    refused("text without text", "{\"type\":\"text\"}");
    refused("text that is a number", "{\"type\":\"text\",\"text\":5}");
    refused("reply to nothing", "{\"type\":\"reply\",\"text\":\"yes\"}");
    refused("retract without a hash", "{\"type\":\"retract\",\"messageId\":\"" + ID + "\"}");
    refused(
        "id that is not in its one form",
        "{\"type\":\"retract\"," + TARGET.replace("01934d00", "1934d00") + "}");
    refused("id in capitals", "{\"type\":\"retract\"," + TARGET.replace("934d", "934D") + "}");
    refused("hash of 31 bytes", "{\"type\":\"retract\"," + TARGET.replace("A\"", "\"") + "}");
    refused("hash with padding", "{\"type\":\"retract\"," + TARGET.replace("A\"", "A=\"") + "}");
    refused("receipt without a state", "{\"type\":\"receipt\"," + TARGET + "}");
    refused("empty topic", topic(""));
    refused("topic of 201 characters", topic("x".repeat(201)));
    refused("checkpoint that is a text", checkpoint("\"5\""));
    refused("checkpoint without a root", checkpoint("{\"size\":5}"));
    refused("checkpoint without a size", checkpoint("{\"root\":\"" + ROOT + "\"}"));
    refused("checkpoint of a negative size", checkpoint(head("-5", ROOT)));
    refused("checkpoint of half a leaf", checkpoint(head("4.5", ROOT)));
    refused("checkpoint whose size is a text", checkpoint(head("\"5\"", ROOT)));
    refused("checkpoint whose root has 31 bytes", checkpoint(head("5", "A".repeat(42))));
    refused("checkpoint whose root has padding", checkpoint(head("5", ROOT + "=")));

    transcripts();
    return file;
  }

  private static String topic(String topic) {
    return "{\"type\":\"topic\",\"topic\":\"" + topic + "\"}";
  }

  private static String head(String size, String root) {
    return "{\"size\":" + size + ",\"root\":\"" + root + "\"}";
  }

  private static String checkpoint(String json) {
    return "{\"type\":\"text\",\"text\":\"x\",\"checkpoint\":" + json + "}";
  }

  private VectorFile.Case read(String name, String json) {
    return file.add(name)
        .put("content", json)
        .put("read", shown(ContentJson.read(Bytes.utf8(json))));
  }

  /** A content with a checkpoint, of which the last field is missing. */
  private void told(String name, String begun) {
    String json = begun + "\"checkpoint\":" + head("5", ROOT) + "}";
    TreeHead told = ContentJson.checkpoint(Bytes.utf8(json)).orElseThrow();
    read(name, json)
        .put("checkpoint", VectorFile.part().put("size", told.size()).hex("root", told.root()));
  }

  private void refused(String name, String json) {
    Bytes content = Bytes.utf8(json);
    file.add(name)
        .put("content", json)
        .failure(
            () -> {
              ContentJson.checkpoint(content);
              ContentJson.read(content);
            });
  }

  private static VectorFile.Case shown(Content content) {
    VectorFile.Case shown = VectorFile.part();
    return switch (content) {
      case Content.Text(String text) -> shown.put("type", "text").put("text", text);
      case Content.Reply(MessageRef target, String text) ->
          named(shown.put("type", "reply").put("text", text), target);
      case Content.Edit(MessageRef target, String text) ->
          named(shown.put("type", "edit").put("text", text), target);
      case Content.Retract(MessageRef target) -> named(shown.put("type", "retract"), target);
      case Content.Receipt(MessageRef target, Content.Receipt.State state) ->
          named(
              shown
                  .put("type", "receipt")
                  .put(
                      "state",
                      switch (state) {
                        case DELIVERED -> "delivered";
                        case READ -> "read";
                      }),
              target);
      case Content.Topic(String topic) -> shown.put("type", "topic").put("topic", topic);
      case Content.Other(String type, _) -> shown.put("unknownType", type);
      case Content.Image _ -> throw new AssertionError("images have vectors of their own");
    };
  }

  private static VectorFile.Case named(VectorFile.Case shown, MessageRef target) {
    return shown.put("messageId", target.messageId()).put("messageHash", target.messageHash());
  }

  /** A conversation of persons 1 and 2; message n is number n of its stream. */
  private static final class Script {
    private final List<Received.Message> messages = new ArrayList<>();

    Script says(int person, Content content) {
      messages.add(message(messages.size() + 1, person, content));
      return this;
    }

    private static Received.Message message(int number, int person, Content content) {
      return new Received.Message(
          id(9),
          number,
          Instant.EPOCH,
          messageId(number),
          id(person),
          Instant.EPOCH,
          hash(number),
          null,
          content,
          new Received.Source(json(content)),
          false,
          Received.Seen.NOTHING);
    }
  }

  private static UUID id(int number) {
    return new UUID(0x4000, 0x8000_0000_0000_0000L | number);
  }

  private static UUID messageId(int number) {
    return new UUID(0x0193_4d00_0000_7000L, 0x8000_0000_0000_0000L | number);
  }

  private static Bytes hash(int number) {
    byte[] hash = new byte[32];
    hash[0] = (byte) number;
    return Bytes.of(hash);
  }

  private static MessageRef of(int number) {
    return new MessageRef(messageId(number), hash(number));
  }

  private static Content text(String text) {
    return new Content.Text(text);
  }

  private static Content receipt(int target, Content.Receipt.State state) {
    return new Content.Receipt(of(target), state);
  }

  private void transcripts() {
    transcript(
        "edits: the newest of the same sender counts",
        new Script()
            .says(1, text("two pils"))
            .says(1, new Content.Edit(of(1), "two pils a day"))
            .says(1, new Content.Edit(of(1), "two pills a day")));
    transcript(
        "an edit by another counts for nothing",
        new Script().says(1, text("one pill")).says(2, new Content.Edit(of(1), "ten pills")));
    transcript(
        "an edit of an edit counts for nothing",
        new Script()
            .says(1, text("one"))
            .says(1, new Content.Edit(of(1), "two"))
            .says(1, new Content.Edit(of(2), "three")));
    transcript(
        "an edited reply stays a reply",
        new Script()
            .says(1, text("Does it hurt?"))
            .says(2, new Content.Reply(of(1), "yes"))
            .says(2, new Content.Edit(of(2), "no")));
    transcript(
        "a retracted message, whatever edits come later",
        new Script()
            .says(1, text("wrong patient"))
            .says(1, new Content.Retract(of(1)))
            .says(1, new Content.Edit(of(1), "back again")));
    transcript(
        "a retraction by another counts for nothing",
        new Script().says(1, text("one pill")).says(2, new Content.Retract(of(1))));
    transcript(
        "nobody retracts an edit, a receipt or a topic",
        new Script()
            .says(1, new Content.Topic("Knee"))
            .says(1, new Content.Retract(of(1)))
            .says(1, receipt(1, Content.Receipt.State.READ))
            .says(1, new Content.Retract(of(3))));
    transcript(
        "an id with another message's hash",
        new Script()
            .says(1, text("one"))
            .says(1, text("two"))
            .says(1, new Content.Edit(new MessageRef(messageId(1), hash(2)), "three")));
    transcript(
        "a target that is not there",
        new Script()
            .says(1, new Content.Edit(of(7), "later"))
            .says(2, new Content.Reply(of(7), "to what?"))
            .says(2, receipt(7, Content.Receipt.State.READ)));
    transcript(
        "receipts: the newest target counts, read includes delivered",
        new Script()
            .says(1, text("one"))
            .says(1, text("two"))
            .says(2, receipt(2, Content.Receipt.State.DELIVERED))
            .says(2, receipt(1, Content.Receipt.State.READ))
            .says(1, text("three"))
            .says(3, receipt(5, Content.Receipt.State.READ))
            .says(2, receipt(1, Content.Receipt.State.DELIVERED)));
    transcript(
        "a receipt of a receipt counts for nothing",
        new Script()
            .says(1, text("one"))
            .says(2, receipt(1, Content.Receipt.State.READ))
            .says(1, receipt(2, Content.Receipt.State.READ)));
    transcript(
        "topics: the newest counts, from any member",
        new Script()
            .says(1, new Content.Topic("Knee"))
            .says(2, new Content.Topic("Knee, left"))
            .says(1, text("yes")));
    transcript(
        "types of a later version are shown, and can be taken back",
        new Script()
            .says(1, new Content.Other("poll", "{\"type\":\"poll\"}"))
            .says(2, new Content.Other("poll", "{\"type\":\"poll\"}"))
            .says(2, new Content.Retract(of(2))));
  }

  /** Expects the same of the messages whatever order they come in. */
  private void transcript(String name, Script script) {
    Transcript forwards = new Transcript();
    script.messages.forEach(forwards::add);
    Transcript backwards = new Transcript();
    script.messages.reversed().forEach(backwards::add);
    if (!backwards.lines().equals(forwards.lines())) {
      throw new AssertionError(name);
    }
    Map<UUID, Transcript.Reading> readings = forwards.readings();
    VectorFile.Case added =
        file.add(name)
            .put(
                "messages",
                script.messages.stream()
                    .map(
                        m ->
                            VectorFile.part()
                                .put("seq", m.seq())
                                .put("senderId", m.senderId())
                                .put("messageId", m.id())
                                .put("messageHash", m.hash())
                                .put("content", json(m.content())))
                    .toList())
            .put("lines", forwards.lines().stream().map(ContentVectors::line).toList())
            .put(
                "readings",
                readings.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(
                        reading ->
                            VectorFile.part()
                                .put("userId", reading.getKey())
                                .put("deliveredSeq", reading.getValue().deliveredSeq())
                                .put("readSeq", reading.getValue().readSeq()))
                    .toList());
    forwards.topic().ifPresent(topic -> added.put("topic", topic));
  }

  private static String json(Content content) {
    return new String(ContentJson.write(content).toArray(), StandardCharsets.UTF_8);
  }

  private static VectorFile.Case line(Transcript.Line line) {
    VectorFile.Case shown = VectorFile.part().put("seq", line.source().seq());
    return switch (line) {
      case Transcript.Line.Said(_, Content content, boolean edited) ->
          shown.put("line", "said").put("edited", edited).put("content", shown(content));
      case Transcript.Line.Retracted _ -> shown.put("line", "retracted");
      case Transcript.Line.Waiting _ -> shown.put("line", "waiting");
      case Transcript.Line.Ignored _ -> shown.put("line", "ignored");
      case Transcript.Line.Closed _ -> throw new AssertionError("no such case");
    };
  }
}
