package org.sealward.reference;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Registered for all test classes; see {@link ContractFilter}. */
public final class ContractExtension implements AfterAllCallback {
  @Override
  public void afterAll(ExtensionContext context) {
    Set<String> faults = new TreeSet<>();
    for (String fault = ContractFilter.FAULTS.poll();
        fault != null;
        fault = ContractFilter.FAULTS.poll()) {
      faults.add(fault);
    }
    if (!faults.isEmpty()) {
      throw new AssertionError(
          "The OpenAPI document does not say what the service answered:\n"
              + String.join("\n", faults));
    }
  }
}
