package org.sealward.availability;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.exceptions.ConfigurationException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
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

/** What is promised to whom: a policy file each, in the folder that the settings name. */
@Context
class Contracts {
  private final Map<String, Policy> byId = new TreeMap<>();

  Contracts(AvailabilityProperties properties) {
    if (properties.contracts() == null) {
      return;
    }
    Path folder = Path.of(properties.contracts());
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.json")) {
      for (Path file : files) {
        add(file);
      }
    } catch (IOException _) {
      throw new ConfigurationException(
          "SEALWARD_AVAILABILITY_CONTRACTS is not a folder that can be read: " + folder);
    }
  }

  private void add(Path file) throws IOException {
    try {
      Policy policy = Policy.parse(Bytes.of(Files.readAllBytes(file)));
      if (byId.put(policy.id(), policy) != null) {
        throw wrong(file, "another file has the same id");
      }
    } catch (PolicyException e) {
      throw wrong(file, e.getMessage());
    }
  }

  private static ConfigurationException wrong(Path file, @Nullable String what) {
    return new ConfigurationException(
        "SEALWARD_AVAILABILITY_CONTRACTS: " + file.getFileName() + ": " + what);
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
