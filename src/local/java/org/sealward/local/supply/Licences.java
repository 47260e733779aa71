package org.sealward.local.supply;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Which licences are allowed, and which a library has, as its POM or a parent of it says. */
final class Licences {
  private final Path repository;

  /** SPDX ids by the names that POMs use. */
  private final Map<String, String> allowed = new TreeMap<>();

  /**
   * @param list an SPDX id a line, and below it, indented, other names of it
   */
  Licences(Path repository, Path list) throws IOException {
    this.repository = repository;
    String id = "";
    for (String line : Files.readAllLines(list)) {
      if (!line.isBlank() && !line.startsWith("#")) {
        id = line.startsWith(" ") ? id : line.strip();
        allowed.put(line.strip(), id);
      }
    }
  }

  /**
   * The allowed ones of a library's, by their SPDX ids.
   *
   * @throws NotAllowedException when there is none
   */
  NavigableSet<String> of(Library library) throws IOException {
    List<String> names = names(library.pom());
    NavigableSet<String> ids = new TreeSet<>();
    names.forEach(name -> Optional.ofNullable(allowed.get(name)).ifPresent(ids::add));
    if (ids.isEmpty()) {
      throw new NotAllowedException(
          library.coordinates()
              + (names.isEmpty()
                  ? " names no licence"
                  : " is under " + String.join(" or ", names) + ", which is not allowed"));
    }
    return ids;
  }

  /** What the build says when it fails. */
  static final class NotAllowedException extends RuntimeException {
    NotAllowedException(String message) {
      super(message);
    }
  }

  private List<String> names(Path pom) throws IOException {
    Element project = parse(pom);
    List<String> names = new ArrayList<>();
    for (Element licences : children(project, "licenses")) {
      for (Element licence : children(licences, "license")) {
        names.add(text(licence, "name"));
      }
    }
    List<Element> parent = children(project, "parent");
    if (!names.isEmpty() || parent.isEmpty()) {
      return names;
    }
    Element above = parent.getFirst();
    return names(
        Library.pom(
            repository, text(above, "groupId"), text(above, "artifactId"), text(above, "version")));
  }

  private static Element parse(Path pom) throws IOException {
    try {
      var factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      return factory.newDocumentBuilder().parse(pom.toFile()).getDocumentElement();
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(pom + " cannot be read", e);
    }
  }

  private static List<Element> children(Element parent, String name) {
    List<Element> children = new ArrayList<>();
    NodeList nodes = parent.getChildNodes();
    for (int i = 0; i < nodes.getLength(); i++) {
      Node node = nodes.item(i);
      if (node instanceof Element element && element.getTagName().equals(name)) {
        children.add(element);
      }
    }
    return children;
  }

  private static String text(Element parent, String name) {
    List<Element> named = children(parent, name);
    return named.isEmpty() ? "" : named.getFirst().getTextContent().strip();
  }
}
