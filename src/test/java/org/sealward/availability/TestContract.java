package org.sealward.availability;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.sealward.TestService;
import org.sealward.platform.Transactions;

/** A contract that the running service does not know. */
public final class TestContract {
  private final String id;
  private final Contracts contracts;

  /**
   * Made of a policy file.
   *
   * @param folder where nothing else is
   */
  public TestContract(Path folder, String id, String policy) {
    this.id = id;
    try {
      Files.writeString(folder.resolve("contract.json"), policy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    contracts = new Contracts(new AvailabilityProperties(null, folder.toString()));
  }

  public ContractRecords records() {
    return new ContractRecords(contracts);
  }

  /** As the report of a month says it. */
  public String percent(String month, Clock clock) {
    return new Reports(contracts, TestService.get().bean(Transactions.class), List.of(), clock)
        .of(id, month)
        .percent();
  }
}
