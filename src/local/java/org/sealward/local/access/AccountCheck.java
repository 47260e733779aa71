package org.sealward.local.access;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.sealward.local.Home;
import org.sealward.local.access.LiveCalls.Answer;
import org.sealward.local.access.LiveCalls.Caller;
import picocli.CommandLine.Command;

/**
 * The table by real calls in a real account; {@code infra/aws-account-check.sh} starts it. Calls
 * that would change table or key, were they allowed, are not made.
 */
@Command(
    name = "account",
    mixinStandardHelpOptions = true,
    description = {
      "The table of key-access by real calls in a real AWS account, one without patients.",
      "infra/aws-account-check.sh says what has to be set, and starts it."
    })
public final class AccountCheck implements Callable<Integer> {
  private static final int UNUSABLE = 3;

  @Override
  public Integer call() {
    return run(System.getenv(), System.out);
  }

  static int run(Map<String, String> environment, PrintStream out) {
    List<String> missing = AccountSettings.missing(environment);
    if (!missing.isEmpty()) {
      out.println("Not run. These are not set: " + String.join(", ", missing));
      return UNUSABLE;
    }
    AccountSettings settings = AccountSettings.of(environment);
    AccessTable table = AccessTable.read(Home.resolve("terraform", "policies", "key-access.txt"));
    try (LiveCallers live =
        new LiveCallers(
            settings.deployment(), settings.users(), settings.roles(), settings.publicKey())) {
      LiveCalls calls = new LiveCalls(live.target(settings.tableArn(), settings.publicKey()));
      List<Answer> answers = new ArrayList<>();
      for (Map.Entry<Asker, Caller> caller : live.callers().entrySet()) {
        for (String row : calls.harmless()) {
          if (calls.offered(row, caller.getValue())) {
            answers.add(calls.answer(row, caller.getKey(), caller.getValue(), table));
          }
        }
      }
      return report(answers, calls, table, live, out);
    }
  }

  private static int report(
      List<Answer> answers, LiveCalls calls, AccessTable table, LiveCallers live, PrintStream out) {
    for (Answer answer : answers) {
      out.printf(
          Locale.ROOT,
          "%s %-13s %-58s must be %-5s got %s%n",
          answer.right() ? " " : "!",
          answer.asker().title(),
          answer.operation(),
          answer.expected().word(),
          answer.error());
    }
    out.println("Not called, since it would change something if it were allowed:");
    calls.lasting().forEach(row -> out.println("  " + row));
    out.println("Not called, for want of a harmless request:");
    calls.without(table.rows().keySet().stream()).forEach(row -> out.println("  " + row));
    for (Asker asker : Asker.values()) {
      if (!live.callers().containsKey(asker)) {
        out.println("No credentials, not called: " + asker.title());
      }
    }
    long wrong = answers.stream().filter(answer -> !answer.right()).count();
    out.printf(Locale.ROOT, "%d calls, %d not as in the table%n", answers.size(), wrong);
    return wrong == 0 ? 0 : 1;
  }
}
