package org.sealward.local.supply;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The bill of materials of what is shipped, in CycloneDX, and its libraries by licence. The same
 * libraries give the same bytes.
 */
public final class Bill {
  private static final Path ALLOWED = Path.of("src", "build", "licences.txt");

  private final Licences licences;
  private final List<Map<String, Object>> components = new ArrayList<>();
  private final Map<String, List<String>> byLicence = new TreeMap<>();

  private Bill(Licences licences) {
    this.licences = licences;
  }

  /**
   * {@code REPOSITORY CLASSPATH LIB SUBJECT FOLDER}: of a class path in the repository, those that
   * are shipped in the folder LIB too. The subject is such as {@code application group:name:1.0}.
   * Ends with 1, and says why on standard error, when a licence is not allowed.
   */
  public static void main(String[] arguments) throws IOException {
    Path repository = Path.of(arguments[0]).toRealPath();
    Path folder = Path.of(arguments[4]);
    try {
      Bill bill = new Bill(new Licences(repository, ALLOWED));
      for (Library library : shipped(repository, Path.of(arguments[1]), Path.of(arguments[2]))) {
        bill.add(library);
      }
      Files.writeString(folder.resolve("sbom.json"), bill.json(arguments[3].split("[ :]", -1)));
      Files.writeString(folder.resolve("licences.txt"), bill.report());
    } catch (Licences.NotAllowedException e) {
      System.err.println(e.getMessage() + " by " + ALLOWED + ".");
      System.exit(1);
    }
  }

  private static List<Library> shipped(Path repository, Path classPath, Path lib)
      throws IOException {
    return Stream.of(Files.readString(classPath).strip().split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(jar -> Files.exists(lib.resolve(jar.getFileName())))
        .map(jar -> Library.at(repository, jar))
        .sorted(Comparator.comparing(Library::purl))
        .toList();
  }

  private void add(Library library) throws IOException {
    List<String> ids = List.copyOf(licences.of(library));
    byLicence
        .computeIfAbsent(String.join(" or ", ids), _ -> new ArrayList<>())
        .add(library.coordinates());
    Map<String, Object> component =
        component("library", library.group(), library.name(), library.version(), library.purl());
    component.put("licenses", ids.stream().map(Bill::licence).toList());
    component.put(
        "hashes",
        List.of(new TreeMap<>(Map.of("alg", "SHA-256", "content", Sha256.of(library.jar())))));
    components.add(component);
  }

  private static Map<String, Object> licence(String id) {
    return Map.of("license", Map.of("id", id));
  }

  private static Map<String, Object> component(
      String type, String group, String name, String version, String purl) {
    Map<String, Object> component = new LinkedHashMap<>();
    component.put("type", type);
    component.put("bom-ref", purl);
    component.put("group", group);
    component.put("name", name);
    component.put("version", version);
    component.put("purl", purl);
    return component;
  }

  private String json(String[] subject) throws IOException {
    String purl = "pkg:maven/%s/%s@%s?type=jar".formatted(subject[1], subject[2], subject[3]);
    Map<String, Object> described = component(subject[0], subject[1], subject[2], subject[3], purl);
    described.put("licenses", List.of(licence("Apache-2.0")));
    Map<String, Object> bill = new LinkedHashMap<>();
    bill.put("bomFormat", "CycloneDX");
    bill.put("specVersion", "1.6");
    bill.put("version", 1);
    bill.put("metadata", Map.of("component", described));
    bill.put("components", components);
    return new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT).writeValueAsString(bill)
        + "\n";
  }

  private String report() {
    StringBuilder report = new StringBuilder();
    byLicence.forEach(
        (licence, libraries) -> {
          report.append(licence).append('\n');
          libraries.forEach(library -> report.append("  ").append(library).append('\n'));
        });
    return report.toString();
  }
}
