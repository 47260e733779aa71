package org.sealward.local;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.sealward.local.postgres.PostgresProcess;

/** Sets the scene of {@link OutageStory}: a service that two probers watch. */
final class OutageDemo {
  private static final List<String> LOCATIONS = List.of("sofia", "vienna");

  private static final String POLICY =
      """
      {
        "id": "%s",
        "name": "Harbour Clinic",
        "target": "99.9",
        "zone": "%s",
        "slot": %d,
        "patience": 90
      }
      """
          .formatted(OutageStory.CONTRACT, OutageStory.ZONE, OutageStory.SLOT.toSeconds());

  private final Console console;
  private final Path server;
  private final Path others;
  private final String secret = random();
  private final Map<String, String> codes = new ConcurrentHashMap<>();

  /**
   * Uses a folder that is empty.
   *
   * @param place for everything
   */
  OutageDemo(Console console, Path place) {
    this.console = console;
    this.server = place.resolve("server");
    this.others = place.resolve("others");
  }

  /** Answers whether everything came out as it must. */
  boolean run() throws Exception {
    console.chapter("A service on this computer, and two probers that watch it");
    console.say("It takes some eight minutes, five of them for an alert that must end by itself.");
    Path contracts = Files.createDirectories(server.resolve("contracts"));
    Files.writeString(contracts.resolve(OutageStory.CONTRACT + ".json"), POLICY);
    try (LocalBackends backends =
            console.step(
                "PostgreSQL, and a stand-in for Amazon's login, keys and tables",
                () ->
                    LocalBackends.start(
                        server,
                        0,
                        Clock.systemUTC(),
                        code -> codes.put(code.email(), code.code())));
        var receiver = new AlertReceiver(secret)) {
      Map<String, String> environment = new HashMap<>(ServiceProcess.environment(backends));
      environment.put("SEALWARD_AVAILABILITY_CONTRACTS", contracts.toString());
      environment.put("SEALWARD_AVAILABILITY_PROBERS", keys());
      environment.put("SEALWARD_STATUS_CONTRACT", OutageStory.CONTRACT);
      int port = ServiceProcess.freePort();
      environment.put("SEALWARD_STATUS_ADDRESS", "http://127.0.0.1:" + port);
      environment.put("SEALWARD_ALERTS_WEBHOOK", receiver.address().toString());
      environment.put("SEALWARD_ALERTS_WEBHOOK_SECRET", secret);
      try (ServiceProcess service =
          console.step(
              "the service itself, from the production jar",
              () -> ServiceProcess.start(ServiceProcess.builtJar(), server, port, environment))) {
        return watched(backends, service, receiver);
      }
    }
  }

  private boolean watched(LocalBackends backends, ServiceProcess service, AlertReceiver receiver)
      throws Exception {
    Map<String, List<String>> canaries = canaries(backends, service);
    List<ProberProcess> probers = new ArrayList<>();
    try (var story = new OutageStory(console, service.url(), probers, receiver)) {
      for (String location : LOCATIONS) {
        probers.add(
            ProberProcess.start(
                service.url().toString(),
                location,
                others.resolve(location),
                canaries.getOrDefault(location, List.of())));
      }
      console.say("status page: " + service.url() + "/status");
      var postgres = new PostgresProcess(backends.database(), server.resolve("postgresql"));
      boolean asItMust = story.tell(postgres, others.resolve("evidence"));
      console.chapter(asItMust ? "Everything came out as it must" : "NOT everything did");
      return asItMust;
    } catch (IllegalStateException e) {
      for (ProberProcess prober : probers) {
        console.say("what " + prober.location() + " said last:");
        List<String> said = prober.said();
        said.subList(Math.max(0, said.size() - 10), said.size()).forEach(console::say);
      }
      throw e;
    } finally {
      probers.forEach(ProberProcess::close);
    }
  }

  /** The setting. */
  private String keys() throws Exception {
    List<String> keys = new ArrayList<>();
    for (String location : LOCATIONS) {
      Path folder = Files.createDirectories(others.resolve(location));
      keys.add(location + " " + ProberProcess.key(location, folder));
    }
    return String.join("\n", keys);
  }

  /** A patient and a specialist for each location, of an institution that nobody else sees. */
  private Map<String, List<String>> canaries(LocalBackends backends, ServiceProcess service)
      throws Exception {
    var stage = new Stage(service.url(), others.resolve("devices"));
    var people = new People(console, stage, codes);
    Map<String, List<String>> canaries = new HashMap<>();
    try (Actor operator = Demo.operator(stage, backends);
        Actor admin = people.admin("Ms. Brandt", "brandt@clinic.example")) {
      UUID institution =
          people.found(
              operator,
              admin,
              "an institution for canaries",
              () -> operator.session().institutions().createCanary("Canaries"));
      for (String location : LOCATIONS) {
        String patient = "patient@" + location + ".example";
        String specialist = "specialist@" + location + ".example";
        String passphrase = "small birds over " + location;
        people.signUp("A canary of " + location, patient, passphrase).close();
        people
            .specialist(admin, institution, "Dr. Canary of " + location, specialist, location)
            .close();
        // Of the app that was enrolled just now a code was used, and it shows no other for a while.
        backends.aws().enrol(specialist);
        canaries.put(
            location,
            List.of(
                patient,
                passphrase,
                specialist,
                People.passphrase(location),
                backends.aws().authenticatorSecret(specialist)));
      }
    }
    return canaries;
  }

  private static String random() {
    byte[] random = new byte[24];
    new SecureRandom().nextBytes(random);
    return HexFormat.of().formatHex(random);
  }
}
