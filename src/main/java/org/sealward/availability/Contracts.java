package org.sealward.availability;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealward.envelope.Bytes;
import org.sealward.platform.Problem;
import org.sealward.report.Policy;
import org.sealward.report.PolicyException;

/**
 * What is promised to whom: a policy file each, in the folder that the settings name, or a policy
 * on each line of the setting itself.
 */
@Context
class Contracts {
  private final Map<String, Policy> byId = new TreeMap<>();

  Contracts(AvailabilityProperties properties) {
    String contracts = properties.contracts();
    if (contracts == null) {
      return;
    }
    if (contracts.stripLeading().startsWith("{")) {
      contracts
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> add(line, Bytes.utf8(line.strip())));
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(contracts), "*.json")) {
      for (Path file : files) {
        add(String.valueOf(file.getFileName()), Bytes.of(Files.readAllBytes(file)));
      }
    } catch (IOException | InvalidPathException _) {
      throw new ConfigurationException(
          "SEALWARD_AVAILABILITY_CONTRACTS is not a folder that can be read: " + contracts);
    }
  }

  private void add(String place, Bytes file) {
    try {
      Policy policy = Policy.parse(file);
      if (byId.put(policy.id(), policy) != null) {
        throw wrong(place, "another policy has the same id");
      }
    } catch (PolicyException e) {
      throw wrong(place, e.getMessage());
    }
  }

  private static ConfigurationException wrong(String place, @Nullable String what) {
    return new ConfigurationException("SEALWARD_AVAILABILITY_CONTRACTS: " + place + ": " + what);
  }

  Collection<Policy> all() {
    return List.copyOf(byId.values());
  }

  /**
   * The policy with an id.
   *
   * @throws Problem {@link AvailabilityProblem#CONTRACT_NOT_FOUND}
   */
  Policy require(String id) {
    Policy policy = byId.get(id);
    if (policy == null) {
      throw new Problem(AvailabilityProblem.CONTRACT_NOT_FOUND, "Its id is in its policy file.");
    }
    return policy;
  }
}
