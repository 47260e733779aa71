package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.aws.store.RecordFolder;
import org.sealward.local.aws.wire.JsonObject;

class InstallationTest {
  private static final List<String> ROLES = List.of("service", "operator", "administrator");

  @TempDir Path folder;

  private Installation open() {
    return Installation.open(RecordFolder.open(folder), new SecureRandom(), "eu-central-1");
  }

  @Test
  void keys_differByRole_andStay() {
    Installation first = open();
    Installation again = open();

    assertThat(ROLES.stream().map(role -> first.key(role).id())).doesNotHaveDuplicates();
    assertThat(ROLES.stream().map(role -> first.key(role).secret())).doesNotHaveDuplicates();
    assertThat(ROLES).allSatisfy(role -> assertThat(again.key(role)).isEqualTo(first.key(role)));
  }

  @Test
  void folderOfAnEarlierVersion_getsTheKeysItLacks_andKeepsTheRest() {
    Installation first = open();
    RecordFolder records = RecordFolder.open(folder);
    JsonObject record = records.get("installation").orElseThrow();
    JsonObject earlier = JsonObject.EMPTY;
    for (String name : record.names()) {
      if (!name.startsWith("operator") && !name.startsWith("administrator")) {
        earlier = earlier.with(name, Objects.requireNonNull(record.value(name)));
      }
    }
    records.put("installation", earlier);

    Installation opened = open();

    assertThat(earlier.names()).hasSize(record.names().size() - 4);
    assertThat(opened.account()).isEqualTo(first.account());
    assertThat(opened.key("service")).isEqualTo(first.key("service"));
    assertThat(opened.canaryPassword()).isEqualTo(first.canaryPassword());
    for (String role : Set.of("operator", "administrator")) {
      assertThat(opened.key(role).id())
          .matches("AKIA[0-9A-F]{16}")
          .isNotEqualTo(first.key(role).id());
      assertThat(open().key(role)).isEqualTo(opened.key(role));
    }
  }
}
