package org.sealward.local.aws;

import java.nio.file.Path;
import org.sealward.local.aws.TestCloud.SignedIn;

/**
 * A process of its own that signs users up and stores an item for each, until it is killed. Says
 * {@code STORED email identityId} when a user's data has been acknowledged.
 */
final class StandInProcess {
  private StandInProcess() {}

  public static void main(String[] args) {
    TestCloud cloud = new TestCloud(Path.of(args[0]));
    for (int i = 0; ; i++) {
      SignedIn user = cloud.newUser("user" + i + "@example.org");
      cloud
          .dynamoDb(user.credentials())
          .putItem(
              r ->
                  r.tableName(cloud.aws.privateBundlesTable())
                      .item(TestCloud.item(user.identityId())));
      System.out.println("STORED " + user.email() + " " + user.identityId());
    }
  }
}
