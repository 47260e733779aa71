package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tool;
import org.sealward.local.aws.wire.JsonObject;

/** {@code ./sealward verify key-access}, in a process of its own. */
class KeyAccessCommandTest {
  @TempDir Path folder;

  private static void requireSimulator() {
    Tool.require("node");
    Tool.require("npm");
  }

  /** What is in the policies that are tested here is what Terraform deploys. */
  @Test
  void plan_byTerraform_hasTheSamePoliciesAndNames_andPasses() throws Exception {
    String plan = planByTerraform();
    PlannedPolicies planned = PlannedPolicies.of(plan);
    PlannedPolicies ours = new PlanJson().planned();

    assertThat(planned.site()).isEqualTo(ours.site());
    requireSimulator();
    Ended ended =
        verify(
            Map.of(),
            "--plan",
            Files.writeString(folder.resolve("by-terraform.json"), plan).toString());
    assertThat(ended.output())
        .contains("420 cells: 420 as they must be, 0 not; by both evaluators");
    assertThat(ended.code()).isZero();
    for (Asker asker : Asker.values()) {
      assertThat(sids(planned, asker)).as(asker.title()).containsAll(sids(ours, asker));
    }
    assertThat(planned.guards()).containsOnlyKeys(ours.guards().keySet());
    planned
        .guards()
        .forEach(
            (arn, policy) ->
                assertThat(JsonObject.parse(policy.json()))
                    .as(arn)
                    .isEqualTo(
                        JsonObject.parse(Objects.requireNonNull(ours.guards().get(arn)).json())));
  }

  private static String planByTerraform() {
    try {
      return PlanRun.json(Path.of(""));
    } catch (PlanRun.NotHere e) {
      Tool.require("terraform", false, "cannot plan here: " + e.getMessage());
      throw e;
    }
  }

  private static List<String> sids(PlannedPolicies planned, Asker asker) {
    List<String> sids = new ArrayList<>();
    for (PolicyText policy : Objects.requireNonNull(planned.roles().get(asker)).attached()) {
      for (JsonObject statement : JsonObject.parse(policy.json()).objects("Statement")) {
        sids.add(statement.text("Sid"));
      }
    }
    return sids;
  }

  record Ended(int code, String output) {}

  private Ended verify(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "org.sealward.local.Verify",
            "key-access"));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(output.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    return new Ended(process.exitValue(), Files.readString(output, UTF_8));
  }

  private String plan(PlanJson plan) throws IOException {
    return Files.writeString(folder.resolve("plan.json"), plan.json()).toString();
  }

  @Test
  void command_withoutNode_saysWhatDidNotRunAndDoesNotPass() throws Exception {
    Ended ended = verify(Map.of("PATH", folder.toString()), "--plan", plan(new PlanJson()));

    assertThat(ended.output())
        .contains("iam-simulate is not run: node is not installed")
        .contains("420 cells: 420 as they must be, 0 not; by our evaluator alone")
        .containsPattern("GetItem, the owner's item +allow \\? +- \\? ");
    assertThat(ended.code()).isEqualTo(3);
  }

  @Test
  void command_wrongCell_isMarkedAndFails() throws Exception {
    Ended ended =
        verify(
            Map.of("PATH", folder.toString()),
            "--plan",
            plan(
                new PlanJson()
                    .with(
                        "private-bundles-table.json",
                        text -> text.replace("\"dynamodb:GetItem\",", ""))));

    assertThat(ended.output())
        .contains(
            "! GetItem, the owner's item, administrator: must be 'deny', is 'allow' by our"
                + " evaluator and '?' by iam-simulate");
    assertThat(ended.code()).isEqualTo(1);
  }

  @Test
  void command_withoutTerraform_saysWhatToDo() throws Exception {
    Ended ended = verify(Map.of("TERRAFORM", folder.resolve("none").toString()));

    assertThat(ended.output()).contains("Not run: ", "--plan FILE");
    assertThat(ended.code()).isEqualTo(3);
  }

  @Test
  void command_asJson_isOneObjectOfAllCells() throws Exception {
    requireSimulator();
    Ended ended = verify(Map.of(), "--json", "--plan", plan(new PlanJson()));

    JsonObject report = JsonObject.parse(ended.output());
    assertThat(report.objects("cells")).hasSize(420);
    assertThat(report.number("wrong")).isZero();
    assertThat(report.objects("cells").getFirst())
        .isEqualTo(
            JsonObject.parse(
                """
                {"operation": "GetItem, the owner's item", "principal": "owner",
                 "expected": "allow", "sealward": "allow", "iamSimulate": "allow", "right": true}
                """));
    assertThat(ended.code()).isZero();
  }
}
