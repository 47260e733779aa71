package org.sealward.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The table in {@code authorisation.txt}: who may call what. */
record AuthorisationTable(List<Cell> cells) {

  /**
   * @param request a route, and what tells several requests to it apart
   * @param expected a status and, where there is one, the last part of the problem's type
   */
  record Cell(String request, String caller, String expected) {
    String route() {
      return request.replaceFirst(" \\[.*", "");
    }

    @Override
    public String toString() {
      return request + " by " + caller + ": " + expected;
    }
  }

  static AuthorisationTable read() {
    try (InputStream file = AuthorisationTable.class.getResourceAsStream("/authorisation.txt")) {
      return parse(new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static AuthorisationTable parse(String text) {
    List<Cell> cells = new ArrayList<>();
    String request = "";
    for (String line : text.split("\n", -1)) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!line.startsWith(" ")) {
        request = line.strip();
        continue;
      }
      String current = request;
      List<String> words = List.of(line.strip().split(" +", -1));
      int status = 0;
      while (!words.get(status).matches("\\d{3}")) {
        status++;
      }
      Set<String> callers = new LinkedHashSet<>(words.subList(0, status));
      if (callers.remove("all")) {
        callers.addAll(Callers.NAMES);
        cells.stream()
            .filter(cell -> cell.request().equals(current))
            .map(Cell::caller)
            .forEach(callers::remove);
      }
      String expected = String.join(" ", words.subList(status, words.size()));
      callers.forEach(caller -> cells.add(new Cell(current, caller, expected)));
    }
    return new AuthorisationTable(List.copyOf(cells));
  }

  /** What is missing or too much: routes of the document without rows, rows without a route, … */
  List<String> faults(Set<String> routes) {
    List<String> faults = new ArrayList<>();
    Set<String> here =
        cells.stream().map(Cell::route).collect(Collectors.toCollection(TreeSet::new));
    routes.stream()
        .filter(route -> !here.contains(route))
        .forEach(r -> faults.add(r + ": no rows"));
    here.stream()
        .filter(route -> !routes.contains(route))
        .forEach(r -> faults.add(r + ": no route"));
    cells.stream()
        .collect(Collectors.groupingBy(Cell::request))
        .forEach(
            (request, row) -> {
              List<String> callers = row.stream().map(Cell::caller).sorted().toList();
              if (!callers.equals(Callers.NAMES.stream().sorted().toList())) {
                faults.add(request + ": not each caller once, but " + callers);
              }
            });
    return faults;
  }
}
