package org.sealward.local.aws.contract;

import org.junit.jupiter.api.BeforeAll;
import org.sealward.Moto;

/**
 * Moto, for data alone: it takes any password and code, makes a new identity at each call, and does
 * not ask policies of tables, so it says nothing of who gets in.
 */
class ContractOnMotoTest extends AwsDataContract {
  private Owner owner;

  @BeforeAll
  void start() {
    owner = DataOn.at(Moto.get().url());
  }

  @Override
  Owner owner() {
    return owner;
  }

  @Override
  Signer signer() {
    return DataOn.signer(Moto.get().url());
  }
}
