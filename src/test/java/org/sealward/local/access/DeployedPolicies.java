package org.sealward.local.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.sealward.local.aws.wire.JsonObject;

/** Whether what Terraform deploys are the policies that are tested here. */
public final class DeployedPolicies {
  private DeployedPolicies() {}

  /**
   * Fails unless policies and names are those of {@link PlanJson}, and {@code ./sealward verify
   * key-access} passes.
   *
   * @param plan of production, as {@code terraform show -json} writes it
   */
  public static void assertTested(Path plan) throws IOException, InterruptedException {
    PlannedPolicies planned = PlannedPolicies.of(Files.readString(plan));
    PlannedPolicies ours = new PlanJson().planned();

    assertThat(planned.site()).isEqualTo(ours.site());
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
    KeyAccessCommand.requireSimulator();
    KeyAccessCommand.verify("--plan", plan.toString()).assertAllRight();
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
}
