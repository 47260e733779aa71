package org.sealward.local.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sealward.local.access.AccessTable.Outcome;

/** The whole table, decided. */
record Cells(List<Cell> all) {
  Cells {
    all = List.copyOf(all);
  }

  /**
   * Asks everything of our evaluator and, where there is one, of the other.
   *
   * @throws PlanException when the expected table has other operations than are asked about
   */
  static Cells decide(PlannedPolicies planned, AccessTable expected, Optional<Simulator> other) {
    List<Operation> operations = Operations.on(planned.site());
    List<String> names = operations.stream().map(Operation::name).toList();
    if (!names.equals(List.copyOf(expected.rows().keySet()))) {
      throw new PlanException(
          "the expected table has other operations, or another order: " + names);
    }
    Questions questions = new Questions(planned);
    List<Question> asked = new ArrayList<>();
    for (Operation operation : operations) {
      for (Asker asker : Asker.values()) {
        asked.addAll(questions.of(asker, operation));
      }
    }
    Optional<List<Outcome>> simulated = other.map(simulator -> simulator.decide(asked));
    List<Cell> cells = new ArrayList<>();
    int next = 0;
    for (Operation operation : operations) {
      for (Asker asker : Asker.values()) {
        int from = next;
        next += questions.of(asker, operation).size();
        int to = next;
        cells.add(
            new Cell(
                operation.name(),
                asker,
                expected.of(operation.name(), asker),
                Cell.together(
                    asked.subList(from, to).stream()
                        .map(question -> Cell.of(question.decision()))
                        .toList()),
                simulated.map(outcomes -> Cell.together(outcomes.subList(from, to)))));
      }
    }
    return new Cells(cells);
  }

  List<Cell> wrong() {
    return all.stream().filter(cell -> !cell.right()).toList();
  }

  /** Whether the other evaluator ran. */
  boolean simulated() {
    return all.stream().allMatch(cell -> cell.simulated().isPresent());
  }
}
