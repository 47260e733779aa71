package org.sealward.local.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.sealward.local.NodePackage;
import org.sealward.local.access.AccessTable.Outcome;
import org.sealward.local.aws.policy.AccessRequest;
import org.sealward.local.aws.policy.ConditionKey;
import org.sealward.local.aws.policy.ConditionKey.Multiplicity;
import org.sealward.local.aws.wire.JsonObject;

/**
 * An evaluator that others wrote, npm's {@code @cloud-copilot/iam-simulate}, in a process of its
 * own.
 */
final class Simulator {
  private final Path folder;

  private Simulator(Path folder) {
    this.folder = folder;
  }

  /**
   * Installs it under {@code target}.
   *
   * @param home the project's folder
   * @throws NodePackage.Unavailable without a Node.js that will do
   * @throws NodePackage.Failed when npm cannot fetch it
   */
  static Simulator in(Path home) {
    Path folder = home.resolve("target").resolve("node").resolve("iam-simulate");
    NodePackage.install(home.resolve(Path.of("src", "local", "js", "iam-simulate")), folder);
    return new Simulator(folder);
  }

  /** Decides the questions of each table, in their order. */
  List<List<Outcome>> decide(List<List<Question>> tables) {
    var builder = new ProcessBuilder("node", "decide.mjs").directory(folder.toFile());
    String input =
        new String(
            JsonObject.of("tables", tables.stream().map(Simulator::table).toList()).toBytes(),
            UTF_8);
    NodePackage.Ended ended = NodePackage.run(builder, input);
    if (ended.code() != 0) {
      throw new PlanException("iam-simulate cannot evaluate the policies: " + ended.errors());
    }
    return JsonObject.parse(ended.out()).objects("tables").stream()
        .map(table -> table.texts("decisions").stream().map(Simulator::outcome).toList())
        .toList();
  }

  private static JsonObject table(List<Question> questions) {
    JsonObject documents = JsonObject.EMPTY;
    List<JsonObject> asked = new ArrayList<>();
    for (Question question : questions) {
      List<PolicyText> texts = new ArrayList<>(question.role().attached());
      question.role().boundary().ifPresent(texts::add);
      question.guard().ifPresent(texts::add);
      for (PolicyText text : texts) {
        documents =
            documents.with(
                text.name(),
                JsonObject.of("kind", text.kind().name())
                    .with("policy", JsonObject.parse(text.json())));
      }
      asked.add(asked(question));
    }
    return JsonObject.of("documents", documents).with("questions", asked);
  }

  private static JsonObject asked(Question question) {
    AccessRequest request = question.request();
    JsonObject context = JsonObject.EMPTY;
    for (Map.Entry<String, List<String>> key : request.context().entrySet()) {
      boolean list = ConditionKey.multiplicity(key.getKey()) == Multiplicity.MULTIPLE;
      context = context.with(key.getKey(), list ? key.getValue() : key.getValue().getFirst());
    }
    return JsonObject.of("action", request.action())
        .with("principal", question.provider().orElse(request.principal().sessionArn()))
        .with("resource", request.resource())
        .with("account", request.principal().roleArn().split(":", -1)[4])
        .with("context", context)
        .with("attached", names(question.role().attached()))
        .with("boundary", names(question.role().boundary().stream().toList()))
        .with("guard", names(question.guard().stream().toList()));
  }

  private static List<String> names(List<PolicyText> texts) {
    return texts.stream().map(PolicyText::name).toList();
  }

  private static Outcome outcome(String result) {
    return switch (result) {
      case "Allowed" -> Outcome.ALLOW;
      case "ExplicitlyDenied" -> Outcome.DENY;
      case "ImplicitlyDenied" -> Outcome.NONE;
      default -> throw new PlanException("iam-simulate answers " + result);
    };
  }
}
