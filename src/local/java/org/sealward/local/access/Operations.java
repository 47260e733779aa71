package org.sealward.local.access;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sealward.local.access.Operation.Ask;

/**
 * The rows of the table: what there is to try on the table of private bundles, on its copies, on
 * the keys, and on the roles. Items are the owner's and another user's, whoever asks.
 */
final class Operations {
  /** The partition keys of two items; the second is of {@link Asker#OTHER}. */
  static final String OWNER_ID = "eu-central-1:0f6f2a2c-8d8b-4c53-9a53-5b9f8c6f1f11";

  static final String OTHER_ID = "eu-central-1:99999999-8d8b-4c53-9a53-5b9f8c6f1f11";

  private static final String OWNERS = ", the owner's item";
  private static final String OTHERS = ", the other's item";
  private static final String BOTH = ", both items";

  private static final String REGION = "aws:RequestedRegion";

  /** Where IAM answers, whatever region is meant. */
  private static final String OUTSIDE = "us-east-1";

  private final Site site;
  private final List<Operation> all = new ArrayList<>();

  private Operations(Site site) {
    this.site = site;
  }

  static List<Operation> on(Site site) {
    Operations operations = new Operations(site);
    operations.items();
    operations.batches();
    operations.copies();
    operations.table();
    operations.key();
    operations.roles();
    return List.copyOf(operations.all);
  }

  private void items() {
    for (String action : List.of("GetItem", "PutItem", "UpdateItem", "DeleteItem", "Query")) {
      add(action + OWNERS, item(action, OWNER_ID));
      add(action + OTHERS, item(action, OTHER_ID));
    }
    add("GetItem, a list of both keys", item("GetItem", OWNER_ID, OTHER_ID));
    add("GetItem, an empty list of keys", item("GetItem"));
    add("GetItem, no list of keys", onTable("GetItem"));
    add(
        "GetItem, a table of that name outside the EU",
        new Ask(
            "dynamodb:GetItem",
            site.table(OUTSIDE, site.privateTable()),
            with(keys(OWNER_ID), REGION, OUTSIDE)));
    add("Query, an index", below("Query", "index/any"));
    add("Scan", onTable("Scan"));
    add("Scan, an index", below("Scan", "index/any"));
  }

  private void batches() {
    for (String action : List.of("BatchGetItem", "BatchWriteItem")) {
      add(action + OWNERS, item(action, OWNER_ID));
      add(action + BOTH, item(action, OWNER_ID, OTHER_ID));
    }
    add("TransactGetItems" + OWNERS, within("TransactGetItems", "GetItem", OWNER_ID));
    add(
        "TransactGetItems" + BOTH,
        within("TransactGetItems", "GetItem", OWNER_ID),
        within("TransactGetItems", "GetItem", OTHER_ID));
    add("TransactWriteItems" + OWNERS, within("TransactWriteItems", "PutItem", OWNER_ID));
    add(
        "TransactWriteItems" + BOTH,
        within("TransactWriteItems", "PutItem", OWNER_ID),
        within("TransactWriteItems", "PutItem", OTHER_ID));
    add(
        "TransactWriteItems, a condition on the other's",
        within("TransactWriteItems", "PutItem", OWNER_ID),
        within("TransactWriteItems", "ConditionCheckItem", OTHER_ID));
    add(
        "TransactWriteItems, a condition on the owner's alone",
        within("TransactWriteItems", "ConditionCheckItem", OWNER_ID));
    add("PartiQL SELECT" + OWNERS, item("PartiQLSelect", OWNER_ID));
    add("PartiQL SELECT, all items", onTable("PartiQLSelect"));
    add("PartiQL INSERT" + OWNERS, item("PartiQLInsert", OWNER_ID));
    add("PartiQL UPDATE" + OWNERS, item("PartiQLUpdate", OWNER_ID));
    add("PartiQL DELETE" + OWNERS, item("PartiQLDelete", OWNER_ID));
  }

  private void copies() {
    String copy = site.table(site.region(), "a-copy");
    add("GetRecords, the table's stream", below("GetRecords", "stream/2026-01-01T00:00:00.000"));
    add("EnableKinesisStreamingDestination", onTable("EnableKinesisStreamingDestination"));
    add("ExportTableToPointInTime", onTable("ExportTableToPointInTime"));
    add("CreateBackup", onTable("CreateBackup"));
    add("StartAwsBackupJob", onTable("StartAwsBackupJob"));
    add(
        "RestoreTableToPointInTime, and Scan of the copy",
        onTable("RestoreTableToPointInTime"),
        ask("dynamodb:Scan", copy, Map.of()));
    add("CreateTableReplica", onTable("CreateTableReplica"));
  }

  private void table() {
    for (String action :
        List.of(
            "DescribeTable",
            "UpdateTable",
            "DeleteTable",
            "UpdateContinuousBackups",
            "GetResourcePolicy",
            "PutResourcePolicy",
            "DeleteResourcePolicy")) {
      add(action, onTable(action));
    }
  }

  private void key() {
    Map<String, List<String>> owners = encryption(OWNER_ID);
    Map<String, List<String>> others = encryption(OTHER_ID);
    for (String action : List.of("GenerateDataKey", "Decrypt")) {
      add(action + ", the owner's context", onKey(action, owners));
      add(action + ", the other's context", onKey(action, others));
      add(action + ", no context", onKey(action, Map.of()));
    }
    Map<String, List<String>> more =
        with(owners, "kms:EncryptionContextKeys", "identityId", "purpose");
    add(
        "Decrypt, the owner's context and more",
        onKey("Decrypt", with(more, "kms:EncryptionContext:purpose", "public-bundles")));
    add("Encrypt, the owner's context", onKey("Encrypt", owners));
    for (String action :
        List.of(
            "GenerateDataKeyPair",
            "GenerateDataKeyPairWithoutPlaintext",
            "GenerateDataKeyWithoutPlaintext",
            "ReEncryptFrom",
            "ReEncryptTo")) {
      add(action + ", the owner's context", onKey(action, owners));
    }
    for (String action :
        List.of("CreateGrant", "PutKeyPolicy", "DisableKey", "ScheduleKeyDeletion")) {
      add(action, onKey(action, Map.of()));
    }
    for (String action : List.of("GenerateDataKey", "Decrypt")) {
      add(action + ", the key of public bundles, their context", publicKey(action));
    }
    add(
        "Decrypt, the key of public bundles, the owner's context",
        ask("kms:Decrypt", site.publicKey(), called(owners)));
    add(
        "Decrypt, the key of the table at rest",
        ask("kms:Decrypt", site.atRestKey(), called(Map.of())));
  }

  private void roles() {
    String role = site.role(site.ownerRole());
    add("AssumeRole, the owners' role", ask("sts:AssumeRole", role, Map.of()));
    for (String action : List.of("PutRolePolicy", "UpdateAssumeRolePolicy")) {
      add(
          action + ", the owners' role",
          new Ask("iam:" + action, role, Map.of(REGION, List.of(OUTSIDE))));
    }
  }

  private void add(String name, Ask... asks) {
    all.add(new Operation(name, List.of(asks)));
  }

  private Ask item(String action, String... identityIds) {
    return ask("dynamodb:" + action, site.table(), keys(identityIds));
  }

  private Ask within(String transaction, String action, String identityId) {
    return ask(
        "dynamodb:" + action,
        site.table(),
        with(keys(identityId), "dynamodb:EnclosingOperation", transaction));
  }

  private Ask onTable(String action) {
    return ask("dynamodb:" + action, site.table(), Map.of());
  }

  private Ask below(String action, String path) {
    return ask("dynamodb:" + action, site.table() + "/" + path, Map.of());
  }

  private Ask onKey(String action, Map<String, List<String>> context) {
    return ask("kms:" + action, site.privateKey(), called(context));
  }

  private Ask publicKey(String action) {
    return ask(
        "kms:" + action,
        site.publicKey(),
        called(
            Map.of(
                "kms:EncryptionContext:purpose", List.of("public-bundles"),
                "kms:EncryptionContextKeys", List.of("purpose"))));
  }

  private Ask ask(String action, String resource, Map<String, List<String>> context) {
    return new Ask(action, resource, with(context, REGION, site.region()));
  }

  private Map<String, List<String>> called(Map<String, List<String>> context) {
    return with(context, "kms:CallerAccount", site.account());
  }

  private static Map<String, List<String>> keys(String... identityIds) {
    return Map.of("dynamodb:LeadingKeys", List.of(identityIds));
  }

  private static Map<String, List<String>> encryption(String identityId) {
    return Map.of(
        "kms:EncryptionContext:identityId", List.of(identityId),
        "kms:EncryptionContextKeys", List.of("identityId"));
  }

  private static Map<String, List<String>> with(
      Map<String, List<String>> context, String key, String... values) {
    Map<String, List<String>> more = new LinkedHashMap<>(context);
    more.put(key, List.of(values));
    return more;
  }
}
