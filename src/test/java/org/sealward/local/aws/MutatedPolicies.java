package org.sealward.local.aws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Deployed policies made careless, for tests of what has to notice it. */
public final class MutatedPolicies {
  private MutatedPolicies() {}

  /** The service's own role may read items of the table of private keys. */
  public static void letTheServiceRead(Path folder) {
    TestCloud.mutatedPolicies(
        folder,
        "service-role.json",
        text ->
            text.replace("\"dynamodb:PutItem\"", "[\"dynamodb:GetItem\", \"dynamodb:PutItem\"]")
                .replace(
                    "\"${public_table_arn}\"",
                    "[\"${public_table_arn}\", \"${private_table_arn}\"]")
                .replaceFirst("(?s)\\{\\s*\"Sid\": \"NeverPrivateBundles\",.*?},\\s*", ""));
    Path table = folder.resolve("private-bundles-table.json");
    try {
      Files.writeString(table, Files.readString(table).replace("\"dynamodb:GetItem\",", ""));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Owners may not read their own items. */
  public static void keepOwnersOut(Path folder) {
    TestCloud.mutatedPolicies(
        folder, "owner-identity.json", text -> text.replace("\"dynamodb:GetItem\", ", ""));
  }
}
