package org.sealward.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.envelope.Bytes;
import org.sealward.servicelevel.Exclusion.Cause;
import org.sealward.servicelevel.ServiceHours;
import org.sealward.servicelevel.Slots;

class PolicyTest {
  static final String STANDARD =
      """
      {
        "id": "standard",
        "name": "Standard contract",
        "target": "99.9",
        "zone": "Europe/Sofia"
      }
      """;

  static Policy policy(String file) {
    return Policy.parse(Bytes.utf8(file));
  }

  /** The standard contract with more fields. */
  static Policy with(String fields) {
    return policy(STANDARD.replace("\"99.9\",", "\"99.9\", " + fields + ","));
  }

  @Test
  void smallestFile_promisesAlways_andExcludesNothing() {
    Policy policy = policy(STANDARD);
    assertThat(policy.id()).isEqualTo("standard");
    assertThat(policy.name()).isEqualTo("Standard contract");
    assertThat(policy.target()).isEqualTo(new BigDecimal("99.9"));
    assertThat(policy.contract().target()).isEqualByComparingTo("0.999");
    assertThat(policy.contract().zone()).isEqualTo(ZoneId.of("Europe/Sofia"));
    assertThat(policy.contract().hours()).isEqualTo(ServiceHours.ALWAYS);
    assertThat(policy.contract().excluded()).isEmpty();
    assertThat(policy.contract().slots()).isEqualTo(Slots.USUAL);
    assertThat(policy.counts("anywhere")).isTrue();
  }

  /** By sha256sum. */
  @Test
  void hash_isOfTheFilesBytes() {
    assertThat(policy(STANDARD).hash().hex())
        .isEqualTo("8970ef116df2b93f703fdaa471263d344ce76f5d9a5c8d0d3326b9048ae8e068");
    assertThat(policy(STANDARD + "\n").hash()).isNotEqualTo(policy(STANDARD).hash());
  }

  @Test
  void everyField_isWhatTheFileSays() {
    Policy policy =
        with(
            """
            "hours": {"days": ["monday", "friday"], "from": "09:00", "to": "17:30",
                      "closed": ["2026-12-25"]},
            "excludes": ["hosting-provider", "planned-maintenance"],
            "slot": 30, "patience": 120, "locations": ["sofia", "frankfurt"]
            """);
    ServiceHours hours = policy.contract().hours();
    assertThat(hours.days()).containsExactlyInAnyOrder(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);
    assertThat(hours.from()).isEqualTo(LocalTime.of(9, 0));
    assertThat(hours.to()).isEqualTo(LocalTime.of(17, 30));
    assertThat(hours.closed()).containsExactly(LocalDate.of(2026, 12, 25));
    assertThat(policy.contract().excluded())
        .containsExactlyInAnyOrder(Cause.HOSTING_PROVIDER, Cause.PLANNED_MAINTENANCE);
    assertThat(policy.contract().slots())
        .isEqualTo(new Slots(Duration.ofSeconds(30), Duration.ofSeconds(120)));
    assertThat(policy.counts("sofia")).isTrue();
    assertThat(policy.counts("elsewhere")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"standard\"`, `\"Standard\"`, `id is not 1 to 64`",
        "`\"standard\"`, `\"\"`, `id is not 1 to 64`",
        "`\"Standard contract\"`, `\" \"`, `name is not 1 to 200`",
        "`\"Standard contract\"`, `\"a\\nb\"`, `name is not 1 to 200`",
        "`\"99.9\"`, `\"100\"`, `target is not a percentage`",
        "`\"99.9\"`, `\"0\"`, `target is not a percentage`",
        "`\"99.9\"`, `\"0.0\"`, `target is not a percentage`",
        "`\"99.9\"`, `\"1e1\"`, `target is not a percentage`",
        "`\"99.9\"`, `\"-1\"`, `target is not a percentage`",
        "`\"99.9\"`, `99.9`, `text is expected here, at /target`",
        "`\"Europe/Sofia\"`, `\"Europe/Sofa\"`, `zone is not a time zone`",
        "`\"Europe/Sofia\"`, `\"+02:00\"`, `zone is not a time zone`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"zones\": 1`, `there is no field zones`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"id\": \"b\"`, `twice`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"excludes\": [\"weather\"]`, `excludes has what it cannot`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"locations\": [\"a\", \"a\"]`, `locations has something"
            + " twice: a`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"locations\": [\"A\"]`, `no location: A`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"slot\": 0`, `slot and patience`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"slot\": 91`, `slot and patience`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"patience\": 14`, `slot and patience`",
        "`\"Europe/Sofia\"`, `\"UTC\", \"patience\": 1201`, `slot and patience`",
      })
  void fileThatCannotBeOne_isRefused_andSaysWhy(String part, String other, String message) {
    assertThat(policy(STANDARD)).isNotNull();
    assertThat(STANDARD).contains(part);
    assertThatThrownBy(() -> policy(STANDARD.replace(part, other)))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "`\"days\": []`, `of one day at least`",
        "`\"days\": [\"mon\"]`, `days has what it cannot`",
        "`\"from\": \"17:00\"`, `end before they begin`",
        "`\"from\": \"9:00\"`, `from is not a time`",
        "`\"to\": \"24:00\"`, `to is not a time`",
        "`\"closed\": [\"2026-02-30\"]`, `closed has what is no day`",
      })
  void hoursThatCannotBe_areRefused_andSayWhy(String other, String message) {
    String hours =
        "{\"days\": [\"monday\"], \"from\": \"09:00\", \"to\": \"17:00\", \"closed\": []}";
    assertThat(with("\"hours\": " + hours)).isNotNull();
    String field = other.substring(0, other.indexOf(':'));
    String changed = hours.replaceFirst(field + ": (\\[[^]]*]|\"[^\"]*\")", other);
    assertThat(changed).isNotEqualTo(hours);
    assertThatThrownBy(() -> with("\"hours\": " + changed))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining(message);
  }

  @Test
  void fileOfMoreThan64KiB_isRefused() {
    assertThat(policy(STANDARD + " ".repeat(65536 - STANDARD.length()))).isNotNull();
    assertThatThrownBy(() -> policy(STANDARD + " ".repeat(65537 - STANDARD.length())))
        .isInstanceOf(PolicyException.class)
        .hasMessageContaining("longer");
  }
}
