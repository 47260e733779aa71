package org.sealward.envelope;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.client.ContentVectors;

/**
 * The committed test vectors are what this code computes from their inputs, to the byte. The code
 * in {@code src/test/js/client} checks the same files without any of this code. To write them anew
 * after a deliberate change of a format that was never released: {@code -Dvectors.write=true
 * -Dtest=VectorsTest}.
 */
class VectorsTest {
  private static final Path FOLDER = Path.of("src/test/resources/vectors");

  static List<Supplier<VectorFile>> files() {
    return List.of(
        PrimitiveVectors::encoding,
        PrimitiveVectors::chunked,
        PrimitiveVectors::signatures,
        AttestationVectors::attestations,
        ConversationVectors::bundles,
        ConversationVectors::membership,
        ConversationVectors::messages,
        ContentVectors::contents,
        StorageVectors::vault,
        StorageVectors::images,
        AssistVectors::assist);
  }

  @ParameterizedTest
  @MethodSource("files")
  void vectors_computedAgain_areTheCommittedOnes(Supplier<VectorFile> computed) throws IOException {
    VectorFile file = computed.get();
    Path committed = FOLDER.resolve(file.fileName());
    if (Boolean.getBoolean("vectors.write")) {
      Files.createDirectories(FOLDER);
      Files.writeString(committed, file.text());
    }
    assertThat(file.size()).isGreaterThan(5);
    assertThat(Files.readString(committed)).isEqualTo(file.text());
  }

  /** A vector file of the protocol that nothing computes would be checked by nobody. */
  @Test
  @Tag("heavy")
  void folder_holdsNoOtherVectorsOfTheProtocol() throws IOException {
    List<String> found = new ArrayList<>();
    try (DirectoryStream<Path> present = Files.newDirectoryStream(FOLDER, "*.json")) {
      for (Path path : present) {
        if (Files.readString(path).contains("\"protocol\": \"sealward/v1\"")) {
          found.add(path.getFileName().toString());
        }
      }
    }
    assertThat(found)
        .containsExactlyInAnyOrderElementsOf(
            files().stream().map(file -> file.get().fileName()).toList());
  }
}
