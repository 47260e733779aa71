package org.sealward.local.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sealward.local.access.KeyAccessCommand.requireSimulator;
import static org.sealward.local.access.KeyAccessCommand.verify;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.Tool;
import org.sealward.local.access.KeyAccessCommand.Ended;
import org.sealward.local.aws.wire.JsonObject;

/** {@code ./sealward verify key-access}, in a process of its own. */
class KeyAccessCommandTest {
  @TempDir Path folder;

  /** Terraform plans; TerraformIT has the same checked of a plan that it has made. */
  @Test
  @Tag("long")
  void command_withoutAPlan_hasTerraformPlan_andPasses() throws Exception {
    requireSimulator();
    Ended ended = verify();

    Tool.require("terraform", !ended.output().contains("Not run: "), ended.output());
    ended.assertAllRight();
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
