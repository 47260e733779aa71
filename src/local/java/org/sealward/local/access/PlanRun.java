package org.sealward.local.access;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sealward.local.NodePackage;

/** Terraform's plan of production, made without a network or an account. */
final class PlanRun {
  private static final int NOT_HERE = 77;

  private PlanRun() {}

  /** There is no Terraform, or not the provider. */
  static final class NotHere extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotHere(String message) {
      super(message);
    }
  }

  /**
   * Runs {@code terraform/plan.sh}.
   *
   * @param home the project's folder
   * @return the plan as {@code terraform show -json} writes it
   * @throws NotHere without Terraform
   * @throws PlanException when it fails
   */
  static String json(Path home) {
    try {
      Path file = Files.createTempFile("sealward-plan", ".json");
      try {
        NodePackage.Ended ended =
            NodePackage.run(
                new ProcessBuilder(
                    home.resolve(Path.of("terraform", "plan.sh")).toString(), file.toString()),
                "");
        if (ended.code() == NOT_HERE) {
          throw new NotHere(ended.errors().strip());
        }
        if (ended.code() != 0) {
          throw new PlanException("terraform plan failed:\n" + ended.errors().strip());
        }
        return Files.readString(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
