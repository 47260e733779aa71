package org.sealward.local;

import java.nio.file.Path;

/** The project's folder: the launcher names it, since commands run where the user is. */
public final class Home {
  private Home() {}

  public static Path resolve(String first, String... more) {
    return Path.of(System.getProperty("sealward.home", ".")).resolve(Path.of(first, more));
  }
}
