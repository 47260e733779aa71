package org.sealward.transparency;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.sealward.envelope.AuditLeaf;
import org.sealward.envelope.AuditRecord;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.ErasureRecord;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.KeyLeaf;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/**
 * What logs, witnesses and those who keep proofs send. Each parser refuses, or what it took is
 * written again as the same bytes.
 */
public final class LogTarget implements Target {
  private static final Tile THREE = new Tile(0, 0, 3);
  private static final Tile ENTRIES = new Tile(Tile.ENTRIES, 0, 3);
  private static final Witness WITNESS =
      new Witness(Map.of(TestSigner.ORIGIN, List.of(TestSigner.log(1).key())));

  private final Target parsers =
      Choice.of(
          same(LogProof::parse, LogProof::encode),
          same(AddCheckpoint::parse, AddCheckpoint::encode),
          same(SignedCheckpoint::parse, SignedCheckpoint::encode),
          same(NoteSignature::parse, LogTarget::lines),
          same(text(VerifierKey::parse), key -> Bytes.utf8(key.encode())),
          same(text(Tile::parse), tile -> Bytes.utf8(tile.path())),
          same(bytes -> HashTile.decode(THREE, bytes), HashTile::encode),
          same(bytes -> EntryBundle.decode(ENTRIES, bytes), EntryBundle::encode),
          same(WitnessAnswer.OtherSize::parse, WitnessAnswer.OtherSize::body),
          same(KeyLeaf::decode, KeyLeaf::encode),
          LogTarget::answer,
          same(AuditRecord::decode, AuditRecord::encode),
          same(AuditLeaf::decode, AuditLeaf::encode),
          same(Receipt::parse, Receipt::encode),
          same(ErasureRecord::decode, ErasureRecord::encode));

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private static <T> Target same(Function<Bytes, T> parse, Function<T, Bytes> encode) {
    return input -> {
      T parsed;
      try {
        parsed = parse.apply(Bytes.of(input));
      } catch (LogFormatException | InvalidEnvelopeException refused) {
        return;
      }
      assertThat(encode.apply(parsed)).isEqualTo(Bytes.of(input));
    };
  }

  /** A text that comes decoded. */
  private static <T> Function<Bytes, T> text(Function<String, T> parse) {
    return bytes -> {
      String text = new String(bytes.toArray(), StandardCharsets.UTF_8);
      return parse.apply(text);
    };
  }

  private static Bytes lines(List<NoteSignature> signatures) {
    StringBuilder lines = new StringBuilder();
    signatures.forEach(signature -> lines.append(signature.line()));
    return Bytes.utf8(lines.toString());
  }

  private static void answer(byte[] input) {
    WitnessAnswer answer = WITNESS.answer(Bytes.of(input), origin -> TreeHead.EMPTY);
    assertThat(answer.status()).isBetween(200, 422);
  }
}
