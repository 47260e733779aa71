package org.sealward.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micronaut.core.type.Argument;
import io.micronaut.serde.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import org.sealward.TestClinic;
import org.sealward.TestService;
import org.sealward.api.Connection;
import org.sealward.envelope.MemberRole;

/**
 * People with the Java client, for programs in another language: {@code POST /<act>} with an object
 * of texts does it and answers with one. Beside them, what only the surroundings of a service can
 * do: reading somebody's mail, breaking a line, computing fast.
 */
public final class Counterpart implements AutoCloseable {
  private static final ObjectMapper JSON = ObjectMapper.getDefault();
  private static final Argument<Map<String, String>> TEXTS =
      Argument.mapOf(String.class, String.class);

  private final TestService service;
  private final TestClinic clinic;
  private final Path folder;
  private final BreakableLine line;
  private final HttpServer http;
  private final Map<String, Person> people = new ConcurrentHashMap<>();

  public Counterpart(TestService service, Path folder) {
    this.service = service;
    this.clinic = TestClinic.open(service);
    this.folder = folder;
    this.line = new BreakableLine(service.url());
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::handle);
    http.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  /** The address of somebody new, who has confirmed it and never logged in. */
  public String newcomer() {
    Person person = Person.signedUp(service);
    people.put(person.email(), person);
    return person.email();
  }

  /** The passphrase of every {@link #newcomer}. */
  public static String passphrase() {
    return new String(Person.passphrase());
  }

  /** A specialist who accepts everybody, and answers every image with its name. */
  public void answeringSpecialist(String specialty) {
    Person specialist = Person.specialist(service, clinic, specialty);
    people.put(specialist.id().toString(), specialist);
    Session session = specialist.session();
    session.listen(
        event -> {
          switch (event) {
            case LiveEvent.ConnectionChanged(var _, var _, Connection connection)
                when connection.state().equals("requested") ->
                session.connections().accept(connection.id());
            case LiveEvent.MessageReceived(Received.Message message)
                when message.content() instanceof Content.Image(ImageDescription image) -> {
              var _ =
                  session
                      .conversations()
                      .get(message.conversationId())
                      .send("I see " + image.name());
            }
            default -> {}
          }
        });
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> asked =
          Objects.requireNonNull(JSON.readValue(exchange.getRequestBody(), TEXTS));
      byte[] answer;
      int status = 200;
      try {
        answer = JSON.writeValueAsBytes(act(exchange.getRequestURI().getPath(), asked));
      } catch (RuntimeException e) {
        status = 500;
        answer = JSON.writeValueAsBytes(Map.of("error", e.toString()));
      }
      exchange.sendResponseHeaders(status, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  private Object act(String act, Map<String, String> asked) throws IOException {
    return switch (act) {
      case "/line" -> Map.of("url", line.url().toString());
      case "/break" -> {
        line.breakAfter(Long.parseLong(get(asked, "bytes")));
        yield Map.of();
      }
      case "/code" -> Map.of("code", service.code(get(asked, "email")));
      case "/specialist" -> specialist(get(asked, "specialty"));
      case "/connect" -> connect(get(asked, "patient"), person(asked));
      case "/safety-number" ->
          Map.of("digits", person(asked).session().keys().safetyNumber(id(asked, "with")));
      case "/start" ->
          Map.of(
              "conversation",
              person(asked)
                  .session()
                  .conversations()
                  .start(Set.of(id(asked, "with")))
                  .id()
                  .toString());
      case "/add" -> {
        conversation(asked).add(id(asked, "whom"), MemberRole.MEMBER, Conversation.History.ALL);
        yield Map.of();
      }
      case "/remove" -> {
        conversation(asked).remove(id(asked, "whom"));
        yield Map.of();
      }
      case "/send" ->
          Map.of("hash", conversation(asked).send(get(asked, "text")).hash().base64Url());
      case "/read" -> Map.of("texts", FirstConversationTest.texts(conversation(asked)));
      case "/send-image" -> sendImage(person(asked), conversation(asked), get(asked, "bytes"));
      case "/read-image" -> readImage(person(asked), conversation(asked));
      case "/rotate" -> {
        var _ = person(asked).session().keys().rotate();
        yield Map.of();
      }
      default -> throw new IllegalArgumentException(act);
    };
  }

  private Map<String, String> specialist(String specialty) {
    Person person = Person.specialist(service, clinic, specialty);
    people.put(person.id().toString(), person);
    return Map.of("userId", person.id().toString());
  }

  /** Accepts what the patient has asked. */
  private static Map<String, String> connect(String patient, Person specialist) {
    Connection asked =
        specialist.session().connections().list().stream()
            .filter(connection -> connection.patientId().toString().equals(patient))
            .findFirst()
            .orElseThrow();
    specialist.session().connections().accept(asked.id());
    return Map.of();
  }

  private Map<String, String> sendImage(Person person, Conversation conversation, String bytes)
      throws IOException {
    Path file = Files.createTempFile(folder, "sent", ".png");
    Files.write(file, Base64.getDecoder().decode(bytes));
    Received.Message sent =
        conversation.sendImage(OutgoingImage.of(file, person.id()), Progress.Listener.NONE);
    return Map.of("hash", sent.hash().base64Url());
  }

  /** The newest image of a conversation. */
  private Map<String, String> readImage(Person person, Conversation conversation)
      throws IOException {
    ImageDescription image =
        conversation
            .history()
            .filter(Received.Message.class::isInstance)
            .map(received -> ((Received.Message) received).content())
            .filter(Content.Image.class::isInstance)
            .map(content -> ((Content.Image) content).description())
            .reduce((_, later) -> later)
            .orElseThrow();
    Path file = Files.createTempFile(folder, "received", "");
    person.session().images().download(image, file, Progress.Listener.NONE);
    return Map.of(
        "name",
        image.name(),
        "bytes",
        Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
  }

  private Person person(Map<String, String> asked) {
    return Objects.requireNonNull(people.get(get(asked, "person")), "no such person");
  }

  private Conversation conversation(Map<String, String> asked) {
    return person(asked).session().conversations().get(id(asked, "conversation"));
  }

  private static UUID id(Map<String, String> asked, String name) {
    return UUID.fromString(get(asked, name));
  }

  private static String get(Map<String, String> asked, String name) {
    return Objects.requireNonNull(asked.get(name), name);
  }

  @Override
  public void close() {
    http.stop(0);
    line.close();
    List.copyOf(people.values()).forEach(Person::close);
  }
}
