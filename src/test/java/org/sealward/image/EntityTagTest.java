package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

class EntityTagTest {
  private static final EntityTag TAG = EntityTag.of(Bytes.fromHex("00ff10"));

  @Test
  void text_isTheQuotedDigest() {
    assertThat(TAG.text()).isEqualTo("\"AP8Q\"");
  }

  @Test
  void ifNoneMatch_comparesWeaklyAndInLists() {
    assertThat(TAG.isNamedBy("\"AP8Q\"")).isTrue();
    assertThat(TAG.isNamedBy("W/\"AP8Q\"")).isTrue();
    assertThat(TAG.isNamedBy("\"other\" , \"AP8Q\"")).isTrue();
    assertThat(TAG.isNamedBy("*")).isTrue();
    assertThat(TAG.isNamedBy("\"other\"")).isFalse();
    assertThat(TAG.isNamedBy("AP8Q")).isFalse();
    assertThat(TAG.isNamedBy(null)).isFalse();
  }

  @Test
  void ifRange_comparesStrongly() {
    assertThat(TAG.allowsRange(null)).isTrue();
    assertThat(TAG.allowsRange("\"AP8Q\"")).isTrue();
    assertThat(TAG.allowsRange("W/\"AP8Q\"")).isFalse();
    assertThat(TAG.allowsRange("\"other\"")).isFalse();
    assertThat(TAG.allowsRange("Wed, 21 Oct 2015 07:28:00 GMT")).isFalse();
  }
}
