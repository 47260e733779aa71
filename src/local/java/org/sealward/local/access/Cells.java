package org.sealward.local.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
    return decide(List.of(planned), expected, other).getFirst();
  }

  /** The same of several plans; the other evaluator starts once. */
  static List<Cells> decide(
      List<PlannedPolicies> plans, AccessTable expected, Optional<Simulator> other) {
    List<Table> tables = plans.stream().map(planned -> Table.of(planned, expected)).toList();
    Optional<List<List<Outcome>>> simulated =
        other.map(simulator -> simulator.decide(tables.stream().map(Table::questions).toList()));
    return IntStream.range(0, tables.size())
        .mapToObj(
            index -> tables.get(index).decide(expected, simulated.map(each -> each.get(index))))
        .toList();
  }

  private record Asked(Operation operation, Asker asker, List<Question> questions) {}

  private record Table(List<Asked> asked) {
    static Table of(PlannedPolicies planned, AccessTable expected) {
      List<Operation> operations = Operations.on(planned.site());
      List<String> names = operations.stream().map(Operation::name).toList();
      if (!names.equals(List.copyOf(expected.rows().keySet()))) {
        throw new PlanException(
            "the expected table has other operations, or another order: " + names);
      }
      Questions questions = new Questions(planned);
      List<Asked> asked = new ArrayList<>();
      for (Operation operation : operations) {
        for (Asker asker : Asker.values()) {
          asked.add(new Asked(operation, asker, questions.of(asker, operation)));
        }
      }
      return new Table(asked);
    }

    List<Question> questions() {
      return asked.stream().flatMap(each -> each.questions().stream()).toList();
    }

    Cells decide(AccessTable expected, Optional<List<Outcome>> simulated) {
      List<Cell> cells = new ArrayList<>();
      int next = 0;
      for (Asked each : asked) {
        int from = next;
        next += each.questions().size();
        int to = next;
        cells.add(
            new Cell(
                each.operation().name(),
                each.asker(),
                expected.of(each.operation().name(), each.asker()),
                Cell.together(
                    each.questions().stream()
                        .map(question -> Cell.of(question.decision()))
                        .toList()),
                simulated.map(outcomes -> Cell.together(outcomes.subList(from, to)))));
      }
      return new Cells(cells);
    }
  }

  List<Cell> wrong() {
    return all.stream().filter(cell -> !cell.right()).toList();
  }

  /** Whether the other evaluator ran. */
  boolean simulated() {
    return all.stream().allMatch(cell -> cell.simulated().isPresent());
  }
}
