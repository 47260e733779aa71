package org.sealward.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.annotation.ConfigurationReader;
import io.micronaut.context.annotation.Property;
import io.micronaut.core.type.Argument;
import io.micronaut.inject.BeanDefinition;
import io.micronaut.inject.qualifiers.Qualifiers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.sealward.TestService;
import org.sealward.local.LocalBackends;

class SettingsTest {
  private final TestService service = TestService.get();

  private Map<String, Object> right() {
    Map<String, Object> settings = new HashMap<>(service.database().settings());
    settings.putAll(LocalBackends.awsSettings(service.aws()));
    return settings;
  }

  private static List<String> faults(Map<String, Object> settings) {
    try (ApplicationContext context =
        ApplicationContext.builder(settings).environmentPropertySource(false).build()) {
      return Settings.faults(context.getEnvironment().start());
    }
  }

  @Test
  void settings_thatAreRight_haveNoFault() {
    assertThat(faults(right())).isEmpty();
  }

  @Test
  void variables_ofTheCommandLineAndOfTests_areNoSettings() {
    Map<String, Object> settings = right();
    settings.put("sealward.service", "http://127.0.0.1:8080");
    settings.put("sealward.home", "device");
    settings.put("sealward.require", "node");

    assertThat(faults(settings)).isEmpty();
  }

  @Test
  void faults_areSaidAllAtOnce_withoutTheValues() {
    Map<String, Object> settings = right();
    settings.remove("sealward.db.url");
    settings.put("sealward.cognito.client-id", " ");
    settings.put("sealward.objects.keep-free", "plenty");
    settings.put("sealward.images.upload-lifetime", "forever");
    settings.put("sealward.cognito.issuer", "nobody");
    settings.put("sealward.log-level", "loud");
    settings.put("sealward.port", "eighty");
    settings.put("sealward.db.ulr", "secret");

    assertThat(faults(settings))
        .containsExactlyInAnyOrder(
            "SEALWARD_DB_URL is not set.",
            "SEALWARD_COGNITO_CLIENT_ID is not set.",
            "SEALWARD_OBJECTS_KEEP_FREE is not a size such as 256MB.",
            "SEALWARD_IMAGES_UPLOAD_LIFETIME is not a duration such as 30s.",
            "SEALWARD_COGNITO_ISSUER is not a URI.",
            "SEALWARD_LOG_LEVEL is not one of error, warn, info, debug.",
            "SEALWARD_PORT is not a whole number.",
            "SEALWARD_DB_ULR is not a setting of this version.");
  }

  @Test
  void settings_areThoseThatFeaturesRead() {
    TreeSet<String> read = new TreeSet<>();
    for (BeanDefinition<?> definition :
        service
            .bean(ApplicationContext.class)
            .getBeanDefinitions(Qualifiers.byStereotype(ConfigurationReader.class))) {
      for (Argument<?> argument : definition.getConstructor().getArguments()) {
        argument
            .getAnnotationMetadata()
            .stringValue(Property.class, "name")
            .filter(name -> name.startsWith("sealward.") && !name.contains("-test."))
            .ifPresent(name -> read.add(Settings.variable(name)));
      }
    }
    // Read by application.yml, by the logging, and in one place each.
    read.addAll(
        List.of(
            "SEALWARD_HOST",
            "SEALWARD_PORT",
            "SEALWARD_LOG_LEVEL",
            "SEALWARD_AWS_ENDPOINT",
            "SEALWARD_OBJECTS_REGION"));
    assertThat(Settings.names()).isEqualTo(read);
  }

  @Test
  void settings_areThoseOfTheManual() throws IOException {
    String manual = Files.readString(Path.of("docs", "operations.md"));
    TreeSet<String> documented = new TreeSet<>();
    Pattern.compile("(?m)^\\| .*")
        .matcher(manual)
        .results()
        .forEach(
            row ->
                Pattern.compile("`(SEALWARD_[A-Z_]+)`")
                    .matcher(row.group().split("\\|", -1)[1])
                    .results()
                    .forEach(name -> documented.add(name.group(1))));
    documented.remove(Settings.FILE);
    assertThat(documented).isEqualTo(Settings.names());
  }
}
