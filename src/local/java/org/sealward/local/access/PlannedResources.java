package org.sealward.local.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sealward.local.aws.policy.PolicyDocument.Kind;
import org.sealward.local.aws.wire.JsonObject;

/** What a plan has, by type and name. */
final class PlannedResources {
  private static final Pattern MODULE = Pattern.compile("module\\.([^.\\[]+)(\\[[^]]*])?\\.");
  private static final String ROLE = "aws_iam_role";

  /** Other ways to give a role or a key a policy, which are not followed here. */
  private static final Set<String> NOT_READ =
      Set.of(
          "aws_iam_policy_attachment",
          "aws_iam_role_policy_attachments_exclusive",
          "aws_kms_key_policy");

  private final Map<String, List<JsonObject>> byName = new LinkedHashMap<>();
  private final JsonObject configuration;

  PlannedResources(JsonObject plan) {
    configuration =
        plan.findObject("configuration")
            .flatMap(all -> all.findObject("root_module"))
            .orElse(JsonObject.EMPTY);
    add(plan.object("planned_values").object("root_module"));
  }

  private void add(JsonObject module) {
    for (JsonObject resource : module.objects("resources")) {
      String type = resource.text("type");
      if (NOT_READ.contains(type)) {
        throw notEvaluated(resource.text("address") + " gives a policy");
      }
      String name = type + "." + resource.text("name");
      byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(resource);
    }
    module.objects("child_modules").forEach(this::add);
  }

  static String known(JsonObject resource, String attribute) {
    return resource
        .object("values")
        .findText(attribute)
        .orElseThrow(
            () ->
                new PlanException(
                    resource.text("address")
                        + ": "
                        + attribute
                        + " is known only after apply; terraform/plan.sh plans with it known"));
  }

  static PolicyText text(JsonObject resource, String attribute, Kind kind) {
    return new PolicyText(resource.text("address"), kind, known(resource, attribute));
  }

  JsonObject one(String type, String name) {
    List<JsonObject> found = byName.getOrDefault(type + "." + name, List.of());
    if (found.size() != 1) {
      throw new PlanException(
          "exactly one " + type + "." + name + " is expected, there are " + found.size());
    }
    return found.getFirst();
  }

  /** A role with all that is attached to it. */
  PlannedRole role(String name) {
    JsonObject role = one(ROLE, name);
    List<PolicyText> attached = new ArrayList<>();
    for (JsonObject policy : ofType("aws_iam_role_policy")) {
      if (isOf(policy, role)) {
        attached.add(text(policy, "policy", Kind.IDENTITY));
      }
    }
    for (JsonObject attachment : ofType("aws_iam_role_policy_attachment")) {
      if (isOf(attachment, role)) {
        throw notEvaluated(attachment.text("address") + " attaches a policy");
      }
    }
    for (String attribute : List.of("inline_policy", "managed_policy_arns")) {
      if (role.object("values").value(attribute) instanceof List<?> list && !list.isEmpty()) {
        throw notEvaluated(role.text("address") + " has " + attribute);
      }
    }
    return new PlannedRole(
        known(role, "name"),
        attached,
        role.object("values").findText("permissions_boundary").map(this::boundary));
  }

  private static PlanException notEvaluated(String what) {
    return new PlanException(
        what + " that is not evaluated here; write it as aws_iam_role_policy or at the key itself");
  }

  private PolicyText boundary(String arn) {
    return ofType("aws_iam_policy").stream()
        .filter(policy -> arn.endsWith("/" + known(policy, "name")))
        .map(policy -> text(policy, "policy", Kind.IDENTITY))
        .findFirst()
        .orElseThrow(() -> new PlanException("the boundary is not in the plan: " + arn));
  }

  private List<JsonObject> ofType(String type) {
    return byName.values().stream()
        .flatMap(List::stream)
        .filter(resource -> resource.text("type").equals(type))
        .toList();
  }

  /** By the role's name or, where that is known only after apply, by what is written for it. */
  private boolean isOf(JsonObject policy, JsonObject role) {
    Optional<String> name = policy.object("values").findText("role");
    if (name.isPresent()) {
      return name.get().equals(known(role, "name"));
    }
    List<String> references = references(policy);
    if (references.stream().noneMatch(reference -> reference.startsWith(ROLE + "."))) {
      throw new PlanException(policy.text("address") + ": the plan does not say of what role");
    }
    return references.contains(ROLE + "." + role.text("name"))
        && modules(policy).equals(modules(role));
  }

  /** What the role of a policy is made of, in the configuration. */
  private List<String> references(JsonObject policy) {
    JsonObject module = configuration;
    for (String call : modules(policy)) {
      module =
          module
              .findObject("module_calls")
              .flatMap(calls -> calls.findObject(call))
              .flatMap(called -> called.findObject("module"))
              .orElse(JsonObject.EMPTY);
    }
    String address = policy.text("type") + "." + policy.text("name");
    return module.objects("resources").stream()
        .filter(resource -> resource.text("address").equals(address))
        .flatMap(resource -> resource.findObject("expressions").stream())
        .flatMap(expressions -> expressions.findObject("role").stream())
        .flatMap(expression -> expression.texts("references").stream())
        .toList();
  }

  private static List<String> modules(JsonObject resource) {
    List<String> modules = new ArrayList<>();
    Matcher matcher = MODULE.matcher(resource.text("address"));
    while (matcher.lookingAt()) {
      modules.add(matcher.group(1));
      matcher.region(matcher.end(), matcher.regionEnd());
    }
    return modules;
  }
}
