package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import io.micronaut.runtime.server.EmbeddedServer;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Positive;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sealward.TestDatabase;

class StartFailureTest {
  private static final TestDatabase DATABASE = TestDatabase.fresh();

  /** As features have them, with constraints instead of a constructor that checks. */
  @ConfigurationProperties("sealward.start-test")
  @Requires(property = "sealward.start-test")
  @Context
  record Constrained(@NotBlank String deepFolder, @Positive int count) {}

  private static String reasonWith(String property, Object value) {
    Map<String, Object> settings = new HashMap<>(DATABASE.settings());
    settings.put(OwnReaders.ONLY, true);
    settings.put("micronaut.security.enabled", false);
    settings.put("sealward.port", "-1");
    settings.put("sealward.management.port", "-1");
    settings.put(property, value);
    Throwable failure;
    // Closed in any case: what had started before the failure would live on.
    try (ApplicationContext context = ApplicationContext.builder(settings).build()) {
      failure = catchThrowable(() -> context.start().getBean(EmbeddedServer.class).start());
    }
    assertThat(failure).as("the start with %s=%s", property, value).isNotNull();
    return StartFailure.reason(failure).orElse("nothing: " + failure);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          sealward.objects.keep-free     | many                   | SEALWARD_OBJECTS_KEEP_FREE has a value of the wrong form.
          sealward.objects.key           | arn:aws:kms:eu-central-1:1:key/1 | SEALWARD_OBJECTS_KEY is for SEALWARD_OBJECTS_BUCKET alone.
          sealward.objects.bucket        | No_bucket              | SEALWARD_OBJECTS_BUCKET is not the name of a bucket.
          sealward.security.contact      | http://example.org/report | SEALWARD_SECURITY_CONTACT must be an https, mailto or tel address, such as mailto:security@example.org
          sealward.security.contact      | mailto:s@example.org   | SEALWARD_SECURITY_CONTACT and SEALWARD_SECURITY_EXPIRES are set together or not at all
          sealward.security.expires      | 2027-06-30T00:00:00Z   | SEALWARD_SECURITY_CONTACT and SEALWARD_SECURITY_EXPIRES are set together or not at all
          sealward.port                  | eighty                 | SEALWARD_PORT has a value of the wrong form.
          sealward.management.port       | eighty                 | SEALWARD_MANAGEMENT_PORT has a value of the wrong form.
          sealward.port                  | 99999                  | It cannot listen there
          sealward.db.connections        | many                   | SEALWARD_DB_CONNECTIONS has a value of the wrong form.
          sealward.db.connections        | 2                      | SEALWARD_DB_CONNECTIONS must be at least 8.
          sealward.db.url                | ''                     | SEALWARD_DB_URL is not set
          sealward.db.url                | postgres://db/sealward | SEALWARD_DB_URL must start with jdbc:postgresql://
          sealward.db.url                | jdbc:postgresql://db/x?user=me&password=hunter2 | SEALWARD_DB_URL must not contain credentials
          sealward.db.url                | jdbc:postgresql://127.0.0.1:1/sealward | The database could not be migrated
          sealward.db.user               | ''                     | SEALWARD_DB_USER is not set
          sealward.db.password           | hunter2                | Check SEALWARD_DB_URL and SEALWARD_DB_PASSWORD
          sealward.db.migration-user     | sealward               | SEALWARD_DB_MIGRATION_USER must not be SEALWARD_DB_USER
          sealward.db.migration-password | hunter2                | The database could not be migrated as sealward_migration
          """)
  void start_withABadValue_saysInOneLineWhatToDo_withoutTheValue(
      String property, String value, String sentence) {
    String reason = reasonWith(property, value);
    assertThat(reason).contains(sentence).doesNotContain("hunter2", "eighty", "many", "\n");
  }

  @Test
  void start_withAValueAgainstAConstraint_namesTheVariable() {
    assertThat(reasonWith("sealward.start-test", Map.of("deep-folder", "", "count", 1)))
        .contains("SEALWARD_START_TEST_DEEP_FOLDER must not be blank.");
    assertThat(reasonWith("sealward.start-test", Map.of("deep-folder", "x", "count", 0)))
        .contains("SEALWARD_START_TEST_COUNT must be greater than 0.");
    assertThat(reasonWith("sealward.start-test", Map.of("deep-folder", "x")))
        .contains("SEALWARD_START_TEST_COUNT is not set.");
  }

  @Test
  void start_withAFolderAndABucket_isRefused() {
    assertThat(reasonWith("sealward.objects", Map.of("folder", "data", "bucket", "objects-1")))
        .contains(
            "SEALWARD_OBJECTS_BUCKET and SEALWARD_OBJECTS_FOLDER exclude each other: set one.");
  }

  @Test
  void start_onAPortInUse_isExplained() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThat(reasonWith("sealward.port", taken.getLocalPort()))
          .contains("SEALWARD_PORT")
          .contains(String.valueOf(taken.getLocalPort()));
    }
  }

  @Test
  void failure_thatIsNoSetting_isNotExplained() {
    assertThat(StartFailure.reason(new IllegalStateException("a bug"))).isEmpty();
  }
}
