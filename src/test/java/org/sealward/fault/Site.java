package org.sealward.fault;

import io.micronaut.json.JsonMapper;
import io.micronaut.serde.ObjectMapper;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.sealward.TestServer;
import org.sealward.local.LocalBackends;
import org.sealward.local.ServiceProcess;
import org.sealward.local.aws.LocalAws;
import org.sealward.local.postgres.PostgresProcess;

/** The production jar as a process on a crash-safe PostgreSQL and the AWS stand-in. */
final class Site implements TestServer, AutoCloseable {
  private final Map<String, String> codes = new ConcurrentHashMap<>();
  private final Map<String, String> settings = new HashMap<>();
  private final ObjectMapper json =
      ObjectMapper.create(
          Map.of("micronaut.serde.serialization.inclusion", "NON_NULL"), "org.sealward.api");
  private final LocalBackends backends;
  private final PostgresProcess postgres;
  private @Nullable ServiceProcess service;

  /**
   * Starts everything but the service.
   *
   * @param data a new folder
   */
  Site(Path data) {
    backends =
        LocalBackends.start(
            data, 0, Clock.systemUTC(), code -> codes.put(code.email(), code.code()));
    postgres = new PostgresProcess(backends.database(), data.resolve("postgresql"));
    settings.putAll(ServiceProcess.environment(backends));
    // All load comes from one address, and from few users.
    for (String limit :
        List.of(
            "USER_REQUESTS",
            "ADDRESS_REQUESTS",
            "ADDRESS_SOCKETS",
            "SOCKET_FRAMES",
            "ADDRESS_CONNECTIONS")) {
      settings.put("SEALWARD_LIMITS_" + limit, "1000000");
    }
    settings.put("SEALWARD_LIMITS_UPLOAD_BYTES", "1000GB");
  }

  /** Environment of the service's next start. */
  Map<String, String> settings() {
    return settings;
  }

  /** Starts the service; after the first time on the port that it had. */
  Site startService() {
    int port = service == null ? 0 : service.url().getPort();
    service = ServiceProcess.start(ServiceProcess.builtJar(), backends.data(), port, settings);
    return this;
  }

  /** {@code kill -9}. */
  void killService() {
    service().handle().destroyForcibly();
    service().handle().onExit().join();
  }

  ServiceProcess service() {
    return Objects.requireNonNull(service, "the service was not started");
  }

  PostgresProcess postgres() {
    return postgres;
  }

  LocalBackends backends() {
    return backends;
  }

  @Override
  public URI url() {
    return service().url();
  }

  @Override
  public LocalAws aws() {
    return backends.aws();
  }

  @Override
  public JsonMapper json() {
    return json;
  }

  /** The code that Cognito last sent to that address. */
  String code(String email) {
    return Objects.requireNonNull(codes.get(email), () -> "no code was sent to " + email);
  }

  @Override
  public void close() {
    if (service != null) {
      service.close();
    }
    backends.close();
  }
}
