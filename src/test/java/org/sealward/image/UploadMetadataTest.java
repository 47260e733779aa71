package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sealward.platform.Problem;

class UploadMetadataTest {
  // base64 of 01890a5d-ac96-774b-bcce-b302099a8057 and so on, by coreutils' base64
  private static final String IMAGE = "imageId MDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3";
  private static final String SUBJECT =
      "subjectId MGY4ZmFkNWItZDljYi00NjlmLWExNjUtNzA4Njc3Mjg5NTBl";
  private static final String CONVERSATION =
      "conversationId N2M5ZTY2NzktNzQyNS00MGRlLTk0NGItZTA3ZmMxZjkwYWU3";
  private static final String VALID = IMAGE + "," + SUBJECT + "," + CONVERSATION;

  @Test
  void parse_threeIds_inAnyOrder() {
    String otherOrder = CONVERSATION + "," + IMAGE + "," + SUBJECT;

    for (String header : new String[] {VALID, otherOrder}) {
      assertThat(UploadMetadata.parse(header))
          .isEqualTo(
              new UploadMetadata(
                  UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057"),
                  UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"),
                  UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7"),
                  header));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",",
        IMAGE,
        IMAGE + "," + SUBJECT,
        VALID + ",",
        VALID + "," + IMAGE,
        VALID + ",filename d29ybGQ=",
        "imageId," + SUBJECT + "," + CONVERSATION,
        "imageId ," + SUBJECT + "," + CONVERSATION,
        IMAGE + ", " + SUBJECT + "," + CONVERSATION,
        IMAGE + "\r\n," + SUBJECT + "," + CONVERSATION,
        // another case, a short UUID, an upper-case UUID, base64url, cut base64, unpadded base64
        "imageid MDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU3," + SUBJECT + "," + CONVERSATION,
        "imageId MS0xLTEtMS0x," + SUBJECT + "," + CONVERSATION,
        "imageId MDE4OTBBNUQtQUM5Ni03NzRCLUJDQ0UtQjMwMjA5OUE4MDU3," + SUBJECT + "," + CONVERSATION,
        "imageId MDE4OTBhNWQtYWM5Ni03NzRiLWJjY2UtYjMwMjA5OWE4MDU," + SUBJECT + "," + CONVERSATION,
        "imageId not_base64," + SUBJECT + "," + CONVERSATION,
      })
  void parse_anythingElse_isRefused(String header) {
    assertThatThrownBy(() -> UploadMetadata.parse(header))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.type()).isEqualTo(ImageProblem.UPLOAD_NOT_VALID));
  }
}
