package org.sealward.local.access;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.sealward.local.Home;
import org.sealward.local.NodePackage;
import org.sealward.local.access.AccessTable.Outcome;
import org.sealward.local.aws.policy.PolicyException;
import org.sealward.local.aws.wire.JsonObject;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./sealward verify key-access}. */
@Command(
    name = "key-access",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Who reaches the private keys, by the policies of a Terraform plan: every operation by every",
      "principal, decided by our evaluator and by iam-simulate, which others wrote, side by side.",
      "What each must get stands in terraform/policies/key-access.txt.%n"
    },
    footer = {
      "%nExit code: 0 all as it must be, in both; 1 a cell is not; 3 it could not be run in full.",
      "Needs Terraform with the AWS provider, or --plan; Node.js 20.19 or newer with npm for"
          + " iam-simulate."
    })
public final class KeyAccess implements Callable<Integer> {
  private static final int WRONG = 1;
  private static final int INCOMPLETE = 3;

  @Option(
      names = "--plan",
      paramLabel = "FILE",
      description =
          "a plan as 'terraform show -json' writes it; without it, terraform/plan.sh plans")
  private @Nullable Path plan;

  @Option(names = "--json", description = "one JSON object instead of a table")
  private boolean json;

  @Override
  public Integer call() throws IOException {
    return run(System.out, System.err);
  }

  private int run(PrintStream out, PrintStream errors) throws IOException {
    try {
      Cells cells = decide(errors);
      print(cells, out);
      if (!cells.wrong().isEmpty()) {
        return WRONG;
      }
      return cells.simulated() ? 0 : INCOMPLETE;
    } catch (PlanRun.NotHere e) {
      errors.println("Not run: " + e.getMessage());
      errors.println(
          "Install Terraform 1.11 and the AWS provider, or give a plan: --plan FILE, made by"
              + " 'terraform show -json PLAN > FILE'.");
      return INCOMPLETE;
    } catch (PlanException | PolicyException e) {
      errors.println("The policies cannot be evaluated: " + e.getMessage());
      return WRONG;
    }
  }

  private Cells decide(PrintStream errors) throws IOException {
    if (plan != null && !Files.isReadable(plan)) {
      throw new PlanException("there is no file " + plan);
    }
    PlannedPolicies planned =
        PlannedPolicies.of(plan == null ? PlanRun.json(Home.resolve("")) : Files.readString(plan));
    return Cells.decide(
        planned,
        AccessTable.read(Home.resolve("terraform", "policies", "key-access.txt")),
        simulator(errors));
  }

  private static Optional<Simulator> simulator(PrintStream errors) {
    try {
      return Optional.of(Simulator.in(Home.resolve("")));
    } catch (NodePackage.Unavailable | NodePackage.Failed e) {
      errors.println("iam-simulate is not run: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void print(Cells cells, PrintStream out) {
    if (json) {
      out.println(new String(json(cells).toBytes(), StandardCharsets.UTF_8));
      return;
    }
    out.printf(Locale.ROOT, "%-60s", "Each cell: our evaluator, iam-simulate");
    for (Asker asker : Asker.values()) {
      out.printf(Locale.ROOT, " %-13s", asker.title());
    }
    out.println();
    String operation = "";
    for (Cell cell : cells.all()) {
      if (!cell.operation().equals(operation)) {
        if (!operation.isEmpty()) {
          out.println();
        }
        operation = cell.operation();
        out.printf(Locale.ROOT, "%-60s", operation);
      }
      out.printf(
          Locale.ROOT,
          " %-13s",
          cell.ours().word()
              + " "
              + cell.simulated().map(Outcome::word).orElse("?")
              + (cell.right() ? "" : " !"));
    }
    out.println();
    out.println();
    out.println("allow: allowed.  deny: a policy says no.  -: nothing allows it.  ?: not run.");
    for (Cell cell : cells.wrong()) {
      out.printf(
          Locale.ROOT,
          "! %s, %s: must be '%s', is '%s' by our evaluator and '%s' by iam-simulate%n",
          cell.operation(),
          cell.asker().title(),
          cell.expected().word(),
          cell.ours().word(),
          cell.simulated().map(Outcome::word).orElse("?"));
    }
    int wrong = cells.wrong().size();
    out.printf(
        Locale.ROOT,
        "%d cells: %d as they must be, %d not%s%n",
        cells.all().size(),
        cells.all().size() - wrong,
        wrong,
        cells.simulated()
            ? "; by both evaluators"
            : "; by our evaluator alone, iam-simulate did not run");
  }

  private static JsonObject json(Cells cells) {
    return JsonObject.of(
            "cells",
            cells.all().stream()
                .map(
                    cell ->
                        JsonObject.of("operation", cell.operation())
                            .with("principal", cell.asker().title())
                            .with("expected", cell.expected().word())
                            .with("sealward", cell.ours().word())
                            .withOptional("iamSimulate", cell.simulated().map(Outcome::word))
                            .with("right", cell.right()))
                .toList())
        .with("count", cells.all().size())
        .with("wrong", cells.wrong().size())
        .with("iamSimulateRan", cells.simulated());
  }
}
