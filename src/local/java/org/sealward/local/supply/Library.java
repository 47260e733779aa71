package org.sealward.local.supply;

import java.nio.file.Path;

/**
 * A jar in Maven's local repository.
 *
 * @param folder of the version, which holds the POM too
 * @param classifier empty for most
 */
record Library(String group, String name, String version, String classifier, Path folder) {
  /** By the layout {@code group/…/name/version/name-version[-classifier].jar}. */
  static Library at(Path repository, Path jar) {
    Path place = repository.relativize(jar);
    int depth = place.getNameCount() - 1;
    String file = place.getName(depth).toString();
    String version = place.getName(depth - 1).toString();
    String name = place.getName(depth - 2).toString();
    String group = place.subpath(0, depth - 2).toString().replace('/', '.');
    String start = name + "-" + version;
    if (!file.startsWith(start) || !file.endsWith(".jar") || group.startsWith("..")) {
      throw new IllegalArgumentException(jar + " does not lie in " + repository);
    }
    String rest = file.substring(start.length(), file.length() - ".jar".length());
    return new Library(group, name, version, rest.replaceFirst("^-", ""), jar.resolveSibling(""));
  }

  String coordinates() {
    return group + ":" + name + ":" + version + (classifier.isEmpty() ? "" : ":" + classifier);
  }

  /** As the package URL specification writes it. */
  String purl() {
    return "pkg:maven/%s/%s@%s?%stype=jar"
        .formatted(
            group, name, version, classifier.isEmpty() ? "" : "classifier=" + classifier + "&");
  }

  Path jar() {
    String ending = classifier.isEmpty() ? "" : "-" + classifier;
    return folder.resolve(name + "-" + version + ending + ".jar");
  }

  Path pom() {
    return folder.resolve(name + "-" + version + ".pom");
  }

  /** Of a POM, whether there is a jar or not. */
  static Path pom(Path repository, String group, String name, String version) {
    return repository.resolve(
        Path.of(group.replace('.', '/'), name, version, name + "-" + version + ".pom"));
  }
}
