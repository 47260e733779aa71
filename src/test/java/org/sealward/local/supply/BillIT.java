package org.sealward.local.supply;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sealward.local.ServiceProcess;

/** The bills of materials that the build has made, beside what they are about. */
final class BillIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path TARGET = Path.of("target");

  /** CycloneDX's own, from its library. */
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(
              SpecVersion.VersionFlag.V7,
              factory ->
                  factory.schemaMappers(
                      mappers -> mappers.mapPrefix("http://cyclonedx.org/schema/", "classpath:")))
          .getSchema(SchemaLocation.of("http://cyclonedx.org/schema/bom-1.6.schema.json"));

  private static JsonNode bill(Path folder) throws IOException {
    return JSON.readTree(folder.resolve("sbom.json").toFile());
  }

  /** Digests by file. */
  private static Map<String, String> listed(JsonNode bill) {
    Map<String, String> listed = new TreeMap<>();
    for (JsonNode component : bill.get("components")) {
      String classifier =
          component.get("purl").asText().replaceFirst(".*\\?(classifier=([^&]*)&)?type=jar", "$2");
      String file =
          component.get("name").asText()
              + "-"
              + component.get("version").asText()
              + (classifier.isEmpty() ? "" : "-" + classifier)
              + ".jar";
      listed.put(file, component.at("/hashes/0/content").asText());
    }
    return listed;
  }

  private static Map<String, String> digests(Stream<Path> files) {
    Map<String, String> digests = new TreeMap<>();
    files.forEach(file -> digests.put(file.getFileName().toString(), Sha256.of(file)));
    return digests;
  }

  @Test
  void bill_listsExactlyTheLibrariesOfTheJar() throws IOException {
    Map<String, String> listed = listed(bill(TARGET));
    try (Stream<Path> files = Files.list(TARGET.resolve("lib"))) {
      assertThat(listed).hasSizeGreaterThan(100).isEqualTo(digests(files));
    }
    try (JarFile jar = new JarFile(ServiceProcess.builtJar().toFile())) {
      Attributes manifest = Objects.requireNonNull(jar.getManifest()).getMainAttributes();
      String loads = Objects.requireNonNull(manifest.getValue(Attributes.Name.CLASS_PATH));
      assertThat(loads.split(" ", -1))
          .containsExactlyInAnyOrderElementsOf(
              listed.keySet().stream().map(file -> "lib/" + file).toList());
    }
  }

  @Test
  void billOfTheClient_listsExactlyWhatAnAppResolves() throws IOException {
    Path client = TARGET.resolve("client");
    String classPath = Files.readString(client.resolve("client.classpath")).strip();

    assertThat(listed(bill(client)))
        .hasSizeGreaterThan(20)
        .isEqualTo(digests(Stream.of(classPath.split(File.pathSeparator, -1)).map(Path::of)));
  }

  @Test
  void billOfTheProber_listsExactlyWhatIsInstalled() throws IOException {
    Path probe = TARGET.resolve("probe");
    try (Stream<Path> files = Files.list(probe.resolve("lib"))) {
      assertThat(listed(bill(probe))).hasSizeGreaterThan(20).isEqualTo(digests(files));
    }
  }

  @Test
  void bills_areValid_asCycloneDxSays() throws IOException {
    for (Path folder : List.of(TARGET, TARGET.resolve("client"), TARGET.resolve("probe"))) {
      JsonNode bill = bill(folder);
      assertThat(SCHEMA.validate(bill)).as(folder.toString()).isEmpty();

      ObjectNode first = (ObjectNode) bill.at("/components/0");
      first.put("type", "thing");
      assertThat(SCHEMA.validate(bill)).as(folder.toString()).isNotEmpty();
      first.put("type", "library");
      ((ObjectNode) first.at("/licenses/0/license")).put("id", "Apache");
      assertThat(SCHEMA.validate(bill)).as(folder.toString()).isNotEmpty();
    }
  }

  @Test
  void report_namesEveryLibrary_underALicence() throws IOException {
    List<String> lines = Files.readAllLines(TARGET.resolve("licences.txt"));
    ArrayNode components = (ArrayNode) bill(TARGET).get("components");

    assertThat(lines).contains("Apache-2.0", "  org.postgresql:postgresql:" + postgres(components));
    assertThat(lines.stream().filter(line -> line.startsWith("  "))).hasSize(components.size());
    assertThat(components)
        .allMatch(component -> !component.at("/licenses/0/license/id").asText().isEmpty());
  }

  private static String postgres(ArrayNode components) {
    for (JsonNode component : components) {
      if (component.get("name").asText().equals("postgresql")) {
        return component.get("version").asText();
      }
    }
    throw new AssertionError("the driver is not among them");
  }
}
