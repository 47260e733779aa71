package org.sealward;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.local.access.DeployedPolicies;

/**
 * What is under {@code terraform}, checked by its own script, and what the plans say as a whole.
 * Skipped where Terraform or its provider is not there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class TerraformIT {
  /** What the scripts answer where something that they need is missing. */
  private static final int CANNOT_RUN = 77;

  private static final Pattern COUNT = Pattern.compile("(\\d+) passed, (\\d+) failed");
  private static final List<String> ENVIRONMENTS = List.of("production", "staging", "recovery");

  private Path plans = Path.of("");
  private List<String> checked = List.of();

  /** {@code ./sealward test} has begun it beside the build; otherwise it is run here. */
  @BeforeAll
  void check(@TempDir Path folder) throws Exception {
    String begun = System.getenv("TERRAFORM_CHECK");
    if (begun == null) {
      plans = folder;
      checked = run("terraform", "check.sh", "--plans", plans.toString());
    } else {
      plans = Path.of(begun, "plans");
      Path code = Path.of(begun, "code");
      while (!Files.exists(code)) {
        Thread.sleep(200);
      }
      checked =
          ended(
              "terraform",
              "check.sh",
              Integer.parseInt(Files.readString(code).strip()),
              Files.readString(Path.of(begun, "log")));
    }
  }

  /**
   * Lines that the script printed; the test fails where the script did not pass.
   *
   * @param tool what it is that is missing where the script cannot run
   */
  private static List<String> run(String tool, String script, String... arguments)
      throws Exception {
    Path output = Files.createTempFile("terraform", ".log");
    try {
      List<String> command =
          new ArrayList<>(List.of("nice", "-n", "19", "bash", "terraform/" + script));
      command.addAll(List.of(arguments));
      int code =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start()
              .waitFor();
      return ended(tool, script, code, Files.readString(output));
    } finally {
      Files.deleteIfExists(output);
    }
  }

  private static List<String> ended(String tool, String script, int code, String text) {
    Tool.require(tool, code != CANNOT_RUN, "cannot run " + script + ": " + text.strip());
    assertThat(code).as(text).isZero();
    return text.lines().toList();
  }

  private static void assertAllPassed(List<String> lines, int atLeast) {
    Matcher count = COUNT.matcher(lines.getLast());
    assertThat(count.matches()).as(lines.getLast()).isTrue();
    assertThat(Integer.parseInt(count.group(1))).isGreaterThanOrEqualTo(atLeast);
    assertThat(count.group(2)).isEqualTo("0");
  }

  private JsonNode whole(String environment) throws IOException {
    return new ObjectMapper().readTree(plans.resolve(environment + ".json").toFile());
  }

  private JsonNode plan(String environment) throws IOException {
    return whole(environment).path("planned_values");
  }

  private List<JsonNode> resources(String environment) throws IOException {
    List<JsonNode> resources = new ArrayList<>();
    collect(plan(environment).path("root_module"), resources);
    assertThat(resources).hasSizeGreaterThan(100);
    return resources;
  }

  private static void collect(JsonNode module, List<JsonNode> resources) {
    module.path("resources").forEach(resources::add);
    module.path("child_modules").forEach(child -> collect(child, resources));
  }

  private static Stream<JsonNode> of(List<JsonNode> resources, String type) {
    return resources.stream().filter(resource -> resource.path("type").asText().equals(type));
  }

  private static Set<String> addresses(Stream<JsonNode> resources) {
    return resources
        .map(resource -> resource.path("address").asText())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void formatTestsAndPlans_pass() {
    assertAllPassed(checked, 29);
  }

  /** What becomes of them in the module is its own tests' matter; a plan does not know it. */
  @Test
  void settings_ofLogAndContact_reachTheService() throws IOException {
    for (String environment : ENVIRONMENTS) {
      JsonNode module = whole(environment).path("configuration").path("root_module");
      JsonNode stack = module.path("module_calls").path("stack");
      if (stack.isObject()) {
        assertPassedOn(stack);
        module = stack.path("module");
      }
      assertPassedOn(module.path("module_calls").path("service"));
    }
  }

  private static void assertPassedOn(JsonNode call) {
    for (String variable : List.of("key_log", "security")) {
      assertThat(call.at("/expressions/" + variable + "/references/0").asText())
          .isEqualTo("var." + variable);
    }
  }

  @Test
  void everything_isTagged() throws IOException {
    for (String environment : ENVIRONMENTS) {
      Stream<JsonNode> untagged =
          resources(environment).stream()
              .filter(resource -> resource.path("values").has("tags_all"))
              .filter(
                  resource ->
                      !resource
                          .path("values")
                          .path("tags_all")
                          .path("environment")
                          .asText()
                          .equals(environment));

      assertThat(addresses(untagged)).isEmpty();
    }
  }

  private static Set<String> regions(String policy) throws IOException {
    return StreamSupport.stream(
            new ObjectMapper()
                .readTree(Path.of("terraform", "policies", policy).toFile())
                .at("/Statement/0/Condition/StringNotEquals/aws:RequestedRegion")
                .spliterator(),
            false)
        .map(JsonNode::asText)
        .collect(Collectors.toSet());
  }

  @Test
  void regions_ofTheOrganisation_areThoseOfRoles() throws IOException {
    assertThat(regions("organization-eu-regions.json"))
        .contains("eu-central-1")
        .isEqualTo(regions("eu-regions.json"));
  }

  @Test
  void everything_isInTheEu() throws IOException {
    Set<String> allowed = regions("eu-regions.json");
    assertThat(allowed).contains("eu-central-1", "eu-west-1").doesNotContain("eu-west-2");
    for (String environment : ENVIRONMENTS) {
      Set<String> named =
          Pattern.compile("\\b(?:af|ap|ca|cn|eu|il|me|mx|sa|us)-(?:gov-)?[a-z]+-[0-9]\\b")
              .matcher(plan(environment).toString())
              .results()
              .map(region -> region.group())
              .collect(Collectors.toSet());

      assertThat(named).contains("eu-central-1").isSubsetOf(allowed);
    }
  }

  @Test
  void everyBucket_isClosedEncryptedAndTakesTlsAlone() throws IOException {
    for (String environment : ENVIRONMENTS) {
      List<JsonNode> resources = resources(environment);
      long buckets = of(resources, "aws_s3_bucket").count();

      assertThat(buckets).isPositive();
      for (String type :
          List.of(
              "aws_s3_bucket_public_access_block",
              "aws_s3_bucket_server_side_encryption_configuration",
              "aws_s3_bucket_policy")) {
        assertThat(of(resources, type).count()).as(type).isEqualTo(buckets);
      }
    }
  }

  @Test
  void everyKey_changesEveryYear() throws IOException {
    for (String environment : ENVIRONMENTS) {
      List<JsonNode> keys = of(resources(environment), "aws_kms_key").toList();

      assertThat(keys).hasSizeGreaterThan(3);
      assertThat(keys).allMatch(key -> key.path("values").path("enable_key_rotation").asBoolean());
    }
  }

  @Test
  void noSecret_isInAPlan() throws IOException {
    for (String environment : ENVIRONMENTS) {
      List<JsonNode> resources = resources(environment);

      assertThat(addresses(of(resources, "aws_secretsmanager_secret_version"))).isEmpty();
      assertThat(addresses(of(resources, "aws_iam_access_key"))).isEmpty();
      assertThat(
              addresses(
                  resources.stream()
                      .filter(
                          resource ->
                              resource.path("values").path("master_password").isTextual()
                                  || resource.path("values").path("password").isTextual())))
          .isEmpty();
    }
  }

  /** What the internet reaches: the balancer's port 443. */
  @Test
  void oneRule_letsTheInternetIn() throws IOException {
    for (String environment : ENVIRONMENTS) {
      List<JsonNode> open =
          of(resources(environment), "aws_vpc_security_group_ingress_rule")
              .filter(rule -> rule.path("values").path("cidr_ipv4").asText().equals("0.0.0.0/0"))
              .toList();

      assertThat(open).hasSize(1);
      assertThat(open.getFirst().path("values").path("from_port").asInt()).isEqualTo(443);
      assertThat(open.getFirst().path("values").path("to_port").asInt()).isEqualTo(443);
    }
  }

  /** Names from the rows of the manual's tables, in their first column. */
  private static Set<String> settings(Pattern rows) throws IOException {
    Set<String> names = new TreeSet<>();
    String manual = Files.readString(Path.of("docs", "operations.md"));
    rows.matcher(manual)
        .results()
        .forEach(
            row ->
                Pattern.compile("`(SEALWARD_[A-Z_]+)`")
                    .matcher(row.group().split("\\|", -1)[1])
                    .results()
                    .forEach(name -> names.add(name.group(1))));
    return names;
  }

  @Test
  void task_hasEverySettingThatTheServiceRequires_andNoneThatItDoesNotKnow() throws IOException {
    Set<String> known = settings(Pattern.compile("(?m)^\\| `.*"));
    Set<String> required = settings(Pattern.compile("(?m)^\\| `[^|]*\\| required \\|.*"));
    assertThat(required).contains("SEALWARD_DB_URL", "SEALWARD_KEY_VAULT_KEY");
    for (String environment : ENVIRONMENTS) {
      Set<String> given = new TreeSet<>();
      for (JsonNode task :
          of(resources(environment), "aws_ecs_task_definition")
              .filter(task -> task.path("name").asText().equals("service"))
              .toList()) {
        JsonNode container =
            new ObjectMapper()
                .readTree(task.path("values").path("container_definitions").asText())
                .path(0);
        for (String kind : List.of("environment", "secrets")) {
          container.path(kind).forEach(setting -> given.add(setting.path("name").asText()));
        }
      }
      given.removeIf(name -> !name.startsWith("SEALWARD_"));

      if (environment.equals("recovery")) {
        assertThat(given).as("while it stands by").isEmpty();
        continue;
      }

      assertThat(given).containsAll(required).isSubsetOf(known);
    }
  }

  /** The plan of recovery is one of a region that serves. */
  @Test
  void everyEnvironment_runsTheServiceOnADatabase() throws IOException {
    for (String environment : ENVIRONMENTS) {
      List<JsonNode> resources = resources(environment);

      assertThat(of(resources, "aws_rds_cluster").count()).isEqualTo(1);
      assertThat(
              of(resources, "aws_ecs_service")
                  .filter(service -> service.path("name").asText().equals("service"))
                  .count())
          .isEqualTo(1);
    }
    JsonNode given =
        whole("recovery").at("/configuration/root_module/module_calls/service/expressions");
    assertThat(given.path("jdbc_url").toString()).contains("\"module.database[0].jdbc_url\"");
    assertThat(given.path("certificate_arn").toString())
        .contains("\"aws_acm_certificate_validation.api.certificate_arn\"");
  }

  @Test
  void policiesOfPrivateKeys_areThoseThatAreTested_andGiveTheTable() throws Exception {
    DeployedPolicies.assertTested(plans.resolve("production.json"));
  }

  @Test
  void locks_ofTheProvider_areTheSame() throws IOException {
    String lock = Files.readString(Path.of("terraform/live/production/.terraform.lock.hcl"));
    assertThat(lock).contains("5.100.0", "h1:", "zh:");
    for (String folder : List.of("live/staging", "live/recovery", "tests")) {
      assertThat(Path.of("terraform", folder, ".terraform.lock.hcl"))
          .hasSameTextualContentAs(Path.of("terraform/live/production/.terraform.lock.hcl"));
    }
  }

  @Test
  @Tag("long")
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void production_isMadeOnMoto() throws Exception {
    assertAllPassed(run("moto_server", "apply-on-moto.sh"), 200);
  }
}
