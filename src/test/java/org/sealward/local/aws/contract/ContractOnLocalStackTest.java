package org.sealward.local.aws.contract;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.sealward.Tool;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.localstack.LocalStackContainer;
import org.testcontainers.containers.localstack.LocalStackContainer.Service;
import org.testcontainers.utility.DockerImageName;

/**
 * LocalStack 4.14, the last that needs no account; for data alone, since it has no user pools and
 * asks no policies.
 */
class ContractOnLocalStackTest extends AwsDataContract {
  private static final DockerImageName IMAGE =
      DockerImageName.parse("localstack/localstack:4.14.0");

  private LocalStackContainer container;
  private Owner owner;

  @BeforeAll
  void start() {
    Tool.require("docker");
    Tool.require(
        "docker", DockerClientFactory.instance().isDockerAvailable(), "has no engine running");
    container = new LocalStackContainer(IMAGE).withServices(Service.DYNAMODB, Service.KMS);
    container.start();
    owner = DataOn.at(container.getEndpoint());
  }

  @AfterAll
  void stop() {
    if (container != null) {
      container.stop();
    }
  }

  @Override
  Owner owner() {
    return owner;
  }

  @Override
  Signer signer() {
    return DataOn.signer(container.getEndpoint());
  }
}
