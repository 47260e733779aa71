package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class NeedleTest {
  @Test
  void text_short_isOneFragment() {
    assertThat(texts(Needle.text("n", "exactly 32 bytes, as a seed has.")))
        .containsExactly("exactly 32 bytes, as a seed has.");
  }

  @Test
  void text_long_isPartsOf24CharactersThatCoverIt() {
    assertThat(texts(Needle.text("n", "abcdefghijklmnopqrstuvwx1234567890ABCDEFGHIJKLMNOPé&")))
        .containsExactly(
            "abcdefghijklmnopqrstuvwx", "1234567890ABCDEFGHIJKLMN", "567890ABCDEFGHIJKLMNOPé&");
  }

  @Test
  void bytes_seedOf32_areOneFragment() {
    byte[] seed = new byte[32];
    new Random(1).nextBytes(seed);

    assertThat(Needle.bytes("seed", seed).fragments()).hasSize(1);
  }

  @Test
  void bytes_partlyZero_areLookedForByTheRest() {
    byte[] content = new byte[72];
    new Random(1).nextBytes(content);
    Arrays.fill(content, 24, 48, (byte) 0);

    assertThat(Needle.bytes("n", content).fragments()).hasSize(2);
  }

  @Test
  void needle_tooShortOrUniform_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Needle.text("hello", "hello"));
    assertThatIllegalArgumentException().isThrownBy(() -> Needle.text("", ""));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Needle.bytes("zeros", new byte[100]))
        .withMessageContaining("zeros");
    assertThat(Needle.isDistinctive(new byte[100])).isFalse();
    assertThat(Needle.isDistinctive("12345678".getBytes(UTF_8))).isTrue();
  }

  @Test
  void needle_printed_showsItsNameAlone() {
    Needle needle = Needle.text("the first message", "my secret thoughts");

    assertThat(needle).hasToString("the first message");
    assertThat(Pattern.of(List.of(needle)).getFirst()).hasToString("the first message, raw");
  }

  private static List<String> texts(Needle needle) {
    return needle.fragments().stream().map(fragment -> fragment.text().orElseThrow()).toList();
  }
}
