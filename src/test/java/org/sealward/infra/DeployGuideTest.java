package org.sealward.infra;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The commands of {@code docs/deploy.md}, as far as they can be looked at without an account. */
class DeployGuideTest {
  private static final Pattern BLOCK = Pattern.compile("(?ms)^```sh\n(.*?)^```$");

  /** A change of the folder within parentheses, or one that stays, or a path. */
  private static final Pattern STEP =
      Pattern.compile(
          "\\(cd (?<within>\\S+) && (?<inner>.*?)\\)"
              + "|\\bcd (?<folder>[\\w./-]+)"
              + "|(?<![\\w$.\"/-])(?:file://)?(?<path>(?:\\.{1,2}/|terraform/|infra/)[\\w./-]*)");

  private final List<String> missing = new ArrayList<>();
  private int seen;

  private static String blocks() throws IOException {
    StringBuilder blocks = new StringBuilder();
    Matcher block = BLOCK.matcher(Files.readString(Path.of("docs", "deploy.md")));
    while (block.find()) {
      blocks.append(block.group(1));
    }
    return blocks.toString();
  }

  private void walk(Path start, String commands) {
    Path here = start;
    Matcher step = STEP.matcher(commands);
    while (step.find()) {
      if (step.group("within") != null) {
        walk(here.resolve(step.group("within")), step.group("inner"));
      } else if (step.group("folder") != null) {
        here = here.resolve(step.group("folder"));
        look(here);
      } else {
        look(here.resolve(step.group("path")));
      }
    }
  }

  private void look(Path path) {
    seen++;
    boolean made = path.toString().matches(".*/(plan|production\\.auto\\.tfvars)\\.json");
    if (!Files.exists(made ? path.resolveSibling(".") : path)) {
      missing.add(path.toString());
    }
  }

  @Test
  void paths_areThere_fromTheFolderWhereTheyAreNamed() throws IOException {
    walk(Path.of("."), blocks());

    assertThat(missing).isEmpty();
    assertThat(seen).isGreaterThan(8);
  }

  @Test
  void paths_fromAnotherFolder_areNotThere() throws IOException {
    walk(Path.of("docs"), blocks());

    assertThat(missing).hasSize(seen);
  }
}
