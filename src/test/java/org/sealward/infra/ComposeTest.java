package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sealward.platform.Settings;

/** The compose file, as far as it can be looked at without a Docker engine. */
class ComposeTest {
  private static final Path FOLDER = Path.of("infra");
  private static final Map<String, Object> FILE = Yaml.read(FOLDER.resolve("compose.yaml"));
  private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):\\?}");

  /** Those that cannot do without, and why. */
  private static final Map<String, String> WRITES_TO_ITSELF =
      Map.of("localstack", "installs what it emulates into folders of its own, as root");

  record Service(String name, Map<String, Object> asked) {
    List<String> texts(String key) {
      return Yaml.list(asked.get(key)).stream().map(String::valueOf).toList();
    }
  }

  static List<Service> services() {
    return Yaml.map(FILE.get("services")).entrySet().stream()
        .map(entry -> new Service(entry.getKey(), Yaml.map(entry.getValue())))
        .toList();
  }

  @Test
  void services_areThose() {
    assertThat(services())
        .extracting(Service::name)
        .containsExactly("service", "postgres", "localstack", "prometheus", "alertmanager");
    assertThat(services())
        .filteredOn(service -> service.asked().containsKey("profiles"))
        .extracting(Service::name)
        .containsExactly("alertmanager");
  }

  @ParameterizedTest
  @MethodSource("services")
  void service_mayDoNoMoreThanItNeeds(Service service) {
    assertThat(service.texts("security_opt")).containsExactly("no-new-privileges:true");
    assertThat(service.asked())
        .doesNotContainKeys(
            "privileged", "cap_add", "devices", "network_mode", "pid", "ipc", "userns_mode");
    if (WRITES_TO_ITSELF.containsKey(service.name())) {
      assertThat(service.asked()).doesNotContainKeys("read_only", "cap_drop");
    } else {
      assertThat(service.asked().get("read_only")).isEqualTo(true);
      assertThat(service.texts("cap_drop")).containsExactly("ALL");
    }
    assertThat(service.texts("volumes")).noneMatch(volume -> volume.contains("docker.sock"));
    assertThat(service.texts("ports")).allMatch(port -> port.startsWith("127.0.0.1:"));
  }

  @ParameterizedTest
  @MethodSource("services")
  void image_isOfOneVersion_orBuiltHere(Service service) {
    if (service.asked().containsKey("build")) {
      Map<String, Object> build = Yaml.map(service.asked().get("build"));
      Path context = FOLDER.resolve(Yaml.text(build.get("context"))).normalize();
      assertThat(context.resolve(Yaml.text(build.get("dockerfile")))).isRegularFile();
    } else {
      assertThat(Yaml.text(service.asked().get("image")))
          .matches("[a-z/-]+:(v?\\d+\\.\\d+[\\w.-]*|[\\w.-]+@sha256:[0-9a-f]{64})");
    }
  }

  @ParameterizedTest
  @MethodSource("services")
  void volumes_areNamed_orFilesOfOurs_readOnly(Service service) {
    for (String volume : service.texts("volumes")) {
      String[] parts = volume.split(":", -1);
      if (parts[0].startsWith(".")) {
        assertThat(FOLDER.resolve(parts[0]).normalize()).as(volume).isRegularFile();
        assertThat(parts).as(volume).hasSize(3).endsWith("ro");
      } else {
        assertThat(Yaml.map(FILE.get("volumes"))).as(volume).containsKey(parts[0]);
      }
    }
  }

  /** Secrets are not in the file, and nothing is asked for that the example does not name. */
  @Test
  void variables_areThoseOfTheExample() throws IOException {
    Set<String> asked = new TreeSet<>();
    String file = Files.readString(FOLDER.resolve("compose.yaml"));
    Matcher variable = VARIABLE.matcher(file);
    while (variable.find()) {
      asked.add(variable.group(1));
    }
    assertThat(asked).isEqualTo(example().keySet());
    assertThat(VARIABLE.matcher(file).replaceAll("")).doesNotContain("$");
    for (Service service : services()) {
      Yaml.map(service.asked().get("environment"))
          .forEach(
              (name, value) -> {
                if (name.matches(".*(PASSWORD|SECRET).*")) {
                  assertThat(Yaml.text(value)).as(name).matches(VARIABLE);
                }
              });
    }
  }

  /** The service's environment, with the values of the example. */
  static Map<String, String> settings() {
    Map<String, String> given = new TreeMap<>();
    Map<String, String> example = example();
    Yaml.map(services().getFirst().asked().get("environment"))
        .forEach(
            (name, value) ->
                given.put(
                    name,
                    VARIABLE
                        .matcher(Yaml.text(value))
                        .replaceAll(found -> Objects.requireNonNull(example.get(found.group(1))))));
    return given;
  }

  @Test
  void settings_ofTheService_areWhatItUnderstands() {
    Map<String, String> given = settings();
    assertThat(faults(given)).isEmpty();

    given.put("SEALWARD_NO_SUCH_THING", "1");
    assertThat(faults(given)).hasSize(1);
  }

  static List<String> faults(Map<String, String> environment) {
    Map<String, Object> settings = new HashMap<>();
    environment.forEach(
        (name, value) -> {
          if (name.startsWith("SEALWARD_")) {
            settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
          }
        });
    try (ApplicationContext context =
        ApplicationContext.builder(settings).environmentPropertySource(false).build()) {
      return Settings.faults(context.getEnvironment().start());
    }
  }

  private static Map<String, String> example() {
    try (Stream<String> lines = Files.lines(FOLDER.resolve("example.env"))) {
      return lines
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("=", 2))
          .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the service is told to use is what the scripts beside it make. */
  @Test
  void namesOfTablesKeysAndRoles_areMadeBeside() throws IOException {
    Map<String, Object> given = Yaml.map(services().getFirst().asked().get("environment"));
    String localstack = Files.readString(FOLDER.resolve("localstack/ready.sh"));
    String postgres = Files.readString(FOLDER.resolve("postgres/logins.sql"));
    List<String> made = new ArrayList<>();
    for (String table : List.of("KEY_VAULT_TABLE", "PUBLIC_BUNDLES_TABLE")) {
      made.add("--table-name " + given.get("SEALWARD_" + table) + " ");
    }
    for (String key : List.of("KEY_VAULT_KEY", "PUBLIC_BUNDLES_KEY")) {
      made.add(
          "_custom_id_,TagValue="
              + Yaml.text(given.get("SEALWARD_" + key)).replaceFirst(".*/", ""));
    }
    assertThat(localstack).contains(made);
    for (String user : List.of("DB_USER", "DB_MIGRATION_USER")) {
      assertThat(postgres).contains("CREATE ROLE " + given.get("SEALWARD_" + user) + " LOGIN");
    }
    assertThat(Yaml.text(given.get("SEALWARD_DB_URL"))).endsWith("/sealward");
    assertThat(postgres).contains("CREATE DATABASE sealward ");
  }
}
