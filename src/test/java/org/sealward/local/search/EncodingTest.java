package org.sealward.local.search;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingTest {
  // "light work." is the example of RFC 4648's predecessors: bGlnaHQgd29yay4=
  private static final Fragment LIGHT_WORK = text("light work");

  @Test
  void base64_alignment0_isAllWholeCharacters() {
    assertThat(forms(Encoding.BASE64, LIGHT_WORK, 0)).containsExactly("bGlnaHQgd29ya");
  }

  @Test
  void base64_alignment1_leavesOutTheCharactersSharedWithNeighbours() {
    // "xlight work" is eGxpZ2h0IHdvcms=, "ylight work" is eWxpZ2h0IHdvcms=
    assertThat(forms(Encoding.BASE64, LIGHT_WORK, 1)).containsExactly("xpZ2h0IHdvcm");
  }

  @Test
  void base64_alignment2_leavesOutTheCharactersSharedWithNeighbours() {
    // "xxlight work" is eHhsaWdodCB3b3Jr
    assertThat(forms(Encoding.BASE64, LIGHT_WORK, 2)).containsExactly("saWdodCB3b3Jr");
  }

  @Test
  void base64Url_ofBytesThatDiffer_usesItsOwnAlphabet() {
    Fragment bytes =
        new Fragment(new byte[] {(byte) 0xfb, (byte) 0xff, (byte) 0xbf, 1, 2, 3, 4, 5, 6}, null);

    assertThat(forms(Encoding.BASE64, bytes, 0)).containsExactly("+/+/AQIDBAUG");
    assertThat(forms(Encoding.BASE64_URL, bytes, 0)).containsExactly("-_-_AQIDBAUG");
  }

  @Test
  void hex_bothCases() {
    assertThat(forms(Encoding.HEX, text("Jkl-mno."), 0)).containsExactly("4a6b6c2d6d6e6f2e");
    assertThat(forms(Encoding.HEX_UPPER_CASE, text("Jkl-mno."), 0))
        .containsExactly("4A6B6C2D6D6E6F2E");
  }

  @Test
  void jsonEscapes_ofQuotesControlsAndNonAscii() {
    assertThat(forms(Encoding.JSON_ESCAPES, text("a\"b\\c\n/é"), 0))
        .containsExactly(
            "a\\\"b\\\\c\\n/é",
            "a\\\"b\\\\c\\n\\/é",
            "a\\\"b\\\\c\\n/\\u00e9",
            "\\u0061\\u0022\\u0062\\u005c\\u0063\\u000a\\u002f\\u00e9",
            "a\\\"b\\\\c\\n/\\u00E9",
            "\\u0061\\u0022\\u0062\\u005C\\u0063\\u000A\\u002F\\u00E9");
  }

  @Test
  void bytes_thatAreNoText_haveNoFormsOfTexts() {
    Fragment bytes = new Fragment("12345678".getBytes(US_ASCII), null);

    assertThat(
            List.of(
                Encoding.UTF_16_BIG_ENDIAN,
                Encoding.UTF_16_LITTLE_ENDIAN,
                Encoding.JSON_ESCAPES,
                Encoding.PERCENT))
        .allSatisfy(encoding -> assertThat(encoding.forms(bytes, 0)).isEmpty());
  }

  private static Fragment text(String text) {
    return new Fragment(text.getBytes(UTF_8), text);
  }

  private static List<String> forms(Encoding encoding, Fragment fragment, int alignment) {
    return encoding.forms(fragment, alignment).stream()
        .map(form -> new String(form, UTF_8))
        .toList();
  }
}
