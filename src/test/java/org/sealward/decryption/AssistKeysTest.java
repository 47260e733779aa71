package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.SecretBytes;

class AssistKeysTest {
  private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
  private static final Duration LIFETIME = Duration.ofMinutes(10);

  private Workers workers;
  private AssistKeys keys;

  @BeforeEach
  void start() throws Exception {
    workers = new Workers(1, new WorkerLauncher());
    keys = new AssistKeys(workers, LIFETIME);
    keys.turn(AT);
  }

  @AfterEach
  void stop() {
    keys.close();
    workers.close();
  }

  @Test
  void key_hasThePublicHalfOfItsSeed() throws Exception {
    AssistKey key = keys.newest().orElseThrow();
    AssistSeed seed = keys.seed(key.keyId(), AT).orElseThrow();

    assertThat(key.notAfter()).isEqualTo(AT.plus(LIFETIME));
    assertThat(key.publicKey()).isEqualTo(AssistKey.publicKey(content(seed)));
  }

  @Test
  void key_isPublishedForHalfItsLife_andServesToItsEnd() throws Exception {
    AssistKey first = keys.newest().orElseThrow();
    keys.turn(AT.plus(Duration.ofMinutes(5)));
    assertThat(keys.newest()).contains(first);

    keys.turn(AT.plus(Duration.ofMinutes(5)).plusMillis(1));
    AssistKey second = keys.newest().orElseThrow();

    assertThat(second.keyId()).isNotEqualTo(first.keyId());
    assertThat(second.publicKey()).isNotEqualTo(first.publicKey());
    assertThat(keys.seed(first.keyId(), AT.plus(LIFETIME).minusMillis(1))).isPresent();
    assertThat(keys.seed(first.keyId(), AT.plus(LIFETIME))).isEmpty();
    assertThat(keys.seed(second.keyId(), AT.plus(LIFETIME))).isPresent();
  }

  @Test
  void seed_atTheEndOfItsKey_isGone() throws Exception {
    AssistSeed seed = keys.seed(keys.newest().orElseThrow().keyId(), AT).orElseThrow();
    assertThat(content(seed)).isNotNull();

    keys.turn(AT.plus(LIFETIME));

    assertThatThrownBy(() -> content(seed)).isInstanceOf(IllegalStateException.class);
  }

  private static SecretBytes content(AssistSeed seed) throws Exception {
    ByteBuffer sent = ByteBuffer.allocate(32);
    seed.send(
        new WritableByteChannel() {
          @Override
          public int write(ByteBuffer source) {
            int count = source.remaining();
            sent.put(source);
            return count;
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        });
    assertThat(Bytes.of(sent.array())).isNotEqualTo(Bytes.of(new byte[32]));
    return SecretBytes.copyOf(sent.array());
  }
}
