package org.sealward.local.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.services.cognitoidentityprovider.model.AuthenticationResultType;

/** What was acknowledged before a {@code kill -9} is there after it. */
class KilledProcessTest {
  private static final int USERS = 6;

  @TempDir Path folder;

  private Process start(Path data) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StandInProcess.class.getName(),
            data.toString())
        .redirectError(folder.resolve("log").toFile())
        .start();
  }

  /** Of a process that is killed when it has acknowledged enough. */
  private static List<String> acknowledged(Process process, List<ProcessHandle> children)
      throws IOException {
    List<String> stored = new ArrayList<>();
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith("STORED ")) {
        stored.add(line);
      }
      if (stored.size() == USERS && children.isEmpty()) {
        children.addAll(process.descendants().toList());
        process.toHandle().destroyForcibly();
      }
    }
    return stored;
  }

  @Test
  void killedStandIn_takesItsDatabaseAlong_andHasAllThatItAcknowledged() throws Exception {
    Path data = folder.resolve("aws");
    Process process = start(data);
    List<ProcessHandle> children = new ArrayList<>();
    List<String> stored = acknowledged(process, children);
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("by SIGKILL").isEqualTo(128 + 9);
    assertThat(stored).hasSizeGreaterThanOrEqualTo(USERS);
    assertThat(children).as("the database").hasSize(1);
    children.getFirst().onExit().get(10, TimeUnit.SECONDS);

    try (TestCloud cloud = new TestCloud(data)) {
      for (String line : stored) {
        String email = line.split(" ", -1)[1];
        String identityId = line.split(" ", -1)[2];
        AuthenticationResultType tokens = cloud.signIn(email, TestCloud.PASSWORD);
        assertThat(cloud.identityId(tokens.idToken())).isEqualTo(identityId);
        AwsCredentials credentials = cloud.credentials(identityId, tokens.idToken());
        assertThat(
                cloud
                    .dynamoDb(credentials)
                    .getItem(
                        r ->
                            r.tableName(cloud.aws.privateBundlesTable())
                                .key(TestCloud.key(identityId)))
                    .item())
            .isEqualTo(TestCloud.item(identityId));
      }
    }
  }

  @Test
  void folderInUse_secondStart_isRefused() {
    try (TestCloud cloud = new TestCloud(folder.resolve("aws"))) {
      assertThatThrownBy(() -> new TestCloud(cloud.data))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("in use by another process");
    }
  }
}
