package org.sealward.availability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micronaut.context.exceptions.ConfigurationException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.report.Policy;

class ContractsTest {
  private static final String ONE =
      "{\"id\": \"one\", \"name\": \"One\", \"target\": \"99.9\", \"zone\": \"UTC\"}";
  private static final String TWO =
      "{\"id\": \"two\", \"name\": \"Two\", \"target\": \"99\", \"zone\": \"UTC\"}";

  @TempDir private Path folder;

  private static Contracts of(String setting) {
    return new Contracts(new AvailabilityProperties(null, setting));
  }

  @Test
  void policies_ofAFolder_andOfTheSettingItself_areTheSame() throws Exception {
    Files.writeString(folder.resolve("a.json"), ONE);
    Files.writeString(folder.resolve("b.json"), TWO);
    Files.writeString(folder.resolve("c.txt"), "something else");
    assertThat(of(folder.toString()).all()).extracting(Policy::id).containsExactly("one", "two");
    Contracts written = of("\n  " + ONE + "  \n\n" + TWO + "\n");
    assertThat(written.all()).isEqualTo(of(folder.toString()).all());
    assertThat(written.require("one").hash().hex())
        .isEqualTo("e3a39e32ba77df68b041065675b8fc3d3e8406add8e90bc64ce089cc5dc78957");
  }

  @Test
  void whatIsNoPolicy_isRefused_andSaidWhere() throws Exception {
    assertThatThrownBy(() -> of(ONE + "\n" + ONE))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("\"one\"")
        .hasMessageEndingWith("another policy has the same id");
    assertThatThrownBy(() -> of("{\"id\": 1}")).isInstanceOf(ConfigurationException.class);
    Files.writeString(folder.resolve("a.json"), "{}");
    assertThatThrownBy(() -> of(folder.toString())).hasMessageContaining("a.json: ");
    assertThatThrownBy(() -> of(folder.resolve("none").toString()))
        .hasMessageContaining("is not a folder that can be read");
  }
}
