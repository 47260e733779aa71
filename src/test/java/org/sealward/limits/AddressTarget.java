package org.sealward.limits;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.exceptions.ConfigurationException;
import io.micronaut.http.HttpRequest;
import java.time.Duration;
import java.util.List;
import org.sealward.fuzz.Choice;
import org.sealward.fuzz.Target;

/** {@code X-Forwarded-For} of a trusted proxy, and the networks of such. */
public final class AddressTarget implements Target {
  private final ClientAddress addresses =
      new ClientAddress(
          new LimitsProperties(
              1,
              1,
              1,
              1,
              1,
              1,
              Duration.ofSeconds(1),
              Duration.ofSeconds(1),
              List.of("127.0.0.0/8", "10.0.0.0/8", "fd00::/8")));

  private final Target parsers = Choice.of(this::forwarded, AddressTarget::network);

  @Override
  public void accept(byte[] input) throws Exception {
    parsers.accept(input);
  }

  private void forwarded(byte[] input) {
    HttpRequest<?> request;
    try {
      request = HttpRequest.GET("/").header("X-Forwarded-For", new String(input, ISO_8859_1));
    } catch (IllegalArgumentException _) {
      // no server passes control characters on
      return;
    }
    assertThat(addresses.of(request)).matches("[0-9a-f]{16}|\\d{1,3}(\\.\\d{1,3}){3}");
  }

  private static void network(byte[] input) {
    try {
      Network network = Network.parse(new String(input, ISO_8859_1));
      assertThat(network.holds(network.base())).isTrue();
    } catch (ConfigurationException _) {
      // refused
    }
  }
}
