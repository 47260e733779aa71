package org.sealward.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.sealward.api.ClientFrame;
import org.sealward.api.WrapProof;
import org.sealward.client.error.LoginException;
import org.sealward.client.internal.cognito.Tokens;
import org.sealward.client.internal.http.Json;
import org.sealward.client.internal.live.Positions;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.JsonTarget;
import org.sealward.fuzz.Target;
import org.sealward.json.JsonRefusedException;
import org.sealward.transparency.TreeHead;

/**
 * What a client finds inside opened messages, in its device's store, in its tokens and in files
 * that somebody hands in.
 */
public final class DeviceValueTarget implements Target {
  private final Target parsers =
      Choice.of(
          DeviceValueTarget::content,
          DeviceValueTarget::head,
          DeviceValueTarget::pin,
          DeviceValueTarget::positions,
          DeviceValueTarget::userId,
          DeviceValueTarget::wrapProof);

  /** With a mapper, whose making takes seconds. */
  public DeviceValueTarget() {
    var _ = new JsonTarget(ClientFrame.Resume.class);
  }

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static void content(byte[] input) {
    checkpoint(Bytes.of(input));
    Content content;
    try {
      content = ContentJson.read(Bytes.of(input));
    } catch (InvalidEnvelopeException _) {
      return;
    }
    Bytes written = ContentJson.write(content);
    assertThat(ContentJson.read(written)).isEqualTo(content);
    if (content instanceof Content.Other) {
      assertThat(written).isEqualTo(Bytes.of(input));
    }
  }

  private static void checkpoint(Bytes content) {
    try {
      Optional<TreeHead> told = ContentJson.checkpoint(content);
      Bytes again = ContentJson.withCheckpoint(content, told.orElse(null));
      assertThat(ContentJson.checkpoint(again)).isEqualTo(told);
    } catch (InvalidEnvelopeException _) {
      // refused
    }
  }

  private static void head(byte[] input) {
    try {
      assertThat(Head.decode(Bytes.of(input)).encoded()).isEqualTo(Bytes.of(input));
    } catch (IllegalStateException _) {
      // refused
    }
  }

  private static void pin(byte[] input) {
    try {
      assertThat(Pin.decode(Bytes.of(input)).encoded()).isEqualTo(Bytes.of(input));
    } catch (IllegalStateException _) {
      // refused
    }
  }

  private static void positions(byte[] input) throws Exception {
    ClientFrame.Resume remembered;
    try {
      remembered = Json.read(input, ClientFrame.Resume.class);
    } catch (JsonRefusedException _) {
      return;
    }
    Positions positions = Positions.of(remembered);
    assertThat(positions.resume()).isEqualTo(remembered);
    positions.begin(new UUID(1, 2));
  }

  private static void userId(byte[] input) {
    String claims = Bytes.of(input).base64Url();
    try {
      UUID id = new Tokens("header." + claims + ".signature", "", "", Instant.EPOCH).userId();
      assertThat(new String(input, UTF_8)).contains("sub");
      assertThat(id).isNotNull();
    } catch (LoginException _) {
      // refused
    }
  }

  private static void wrapProof(byte[] input) {
    WrapProof proof;
    try {
      proof = WrapProofs.decode(Bytes.of(input));
    } catch (InvalidEnvelopeException _) {
      return;
    }
    assertThat(WrapProofs.decode(WrapProofs.encode(proof))).isEqualTo(proof);
    assertThat(WrapProofs.check(proof, null)).hasSize(WrapProofs.Claim.values().length);
  }
}
