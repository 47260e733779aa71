package org.sealward.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.json.tree.JsonNode;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.Member;
import org.sealward.envelope.MemberRole;

final class JsonShapesTest {
  private static final UUID USER = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
  private static final ObjectMapper.CloseableObjectMapper JSON =
      ObjectMapper.create(Map.of(), "org.sealward.json", "org.sealward.api");

  @AfterAll
  static void close() {
    JSON.close();
  }

  @Test
  void envelopeRecord_isWritten_withProtocolNamesAndForms() throws IOException {
    var member = new Member(USER, Bytes.of(new byte[32]), MemberRole.ADMIN, 3);

    assertThat(JSON.writeValueAsString(member))
        .isEqualTo(
            "{\"userId\":\"0f8fad5b-d9cb-469f-a165-70867728950e\","
                + "\"fingerprint\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
                + "\"role\":\"admin\",\"readsFromEpoch\":3}");
    assertThat(JSON.readValue(JSON.writeValueAsBytes(member), Member.class)).isEqualTo(member);
  }

  @Test
  void times_areMilliseconds() throws IOException {
    var stored = new MessageStored(USER, 7, Instant.ofEpochMilli(1_700_000_000_123L));

    assertThat(JSON.writeValueAsString(stored))
        .isEqualTo(
            "{\"messageId\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"seq\":7,"
                + "\"at\":1700000000123}");
  }

  @Test
  void base64_thatIsNotCanonical_isRefused() {
    String padded = "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\"";
    String unusedBits = "\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB\"";

    assertThatThrownBy(() -> JSON.readValue(padded, Bytes.class)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> JSON.readValue(unusedBits, Bytes.class))
        .isInstanceOf(IOException.class);
  }

  @Test
  void frames_areToldApart_byType() throws IOException {
    ClientFrame ack = JSON.readValue("{\"type\":\"ack\",\"frame\":12}", ClientFrame.class);
    assertThat(ack).isEqualTo(new ClientFrame.Ack(12));

    ServerFrame event =
        new ServerFrame.Event(
            1, USER, 2, "message", Instant.ofEpochMilli(5), USER, JsonNode.createNumberNode(4));
    String text = JSON.writeValueAsString(event);
    assertThat(text)
        .isEqualTo(
            "{\"type\":\"event\",\"frame\":1,\"stream\":\"0f8fad5b-d9cb-469f-a165-70867728950e\","
                + "\"seq\":2,\"kind\":\"message\",\"at\":5,"
                + "\"actor\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"body\":4}");
    assertThat(JSON.readValue(text, ServerFrame.class)).isEqualTo(event);
  }
}
