package org.sealward.fault;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A line from the service to the AWS stand-in, on which each part of AWS fails as it is told to.
 * Carries one request a connection.
 */
public final class AwsLine implements AutoCloseable {
  private static final Pattern LENGTH = Pattern.compile("(?i)\ncontent-length: *(\\d+)\r");
  private static final Pattern WRITES = Pattern.compile("^PUT |DynamoDB_20120810\\.PutItem");
  private static final int LARGEST_HEAD = 16 * 1024;

  /** Parts of AWS, by what their requests have in the head. */
  public enum Part {
    KEY_SET("/.well-known/jwks.json"),
    USER_POOL("AWSCognitoIdentityProviderService."),
    IDENTITY_POOL("AWSCognitoIdentityService."),
    DYNAMODB("DynamoDB_20120810."),
    KMS("TrentService."),
    /** Of a bucket whose name begins so. */
    S3("/objects-");

    private final String mark;

    Part(String mark) {
      this.mark = mark;
    }
  }

  /** What becomes of a request. */
  public enum Fault {
    /** The connection is reset. */
    RESET,
    /** An answer 500. */
    ERROR,
    /** An answer 400 {@code ThrottlingException}, of S3 503 {@code SlowDown}. */
    THROTTLED,
    /** No answer. */
    SILENT,
    /** The right answer, a byte every 200 ms. */
    DRIPPING,
    /** The right answer, but no more of its body than 50 bytes, of S3 100 kB; then the end. */
    CUT
  }

  private final Map<Part, Fault> faults = new ConcurrentHashMap<>();
  private final Map<Part, AtomicInteger> failed = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable Part> losing = new AtomicReference<>();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final URI aws;
  private final int port;
  private volatile ServerSocket entrance;

  /**
   * @param aws the stand-in's address
   */
  public AwsLine(URI aws) {
    this.aws = aws;
    entrance = listen(0);
    port = entrance.getLocalPort();
  }

  /** The stand-in's address by way of this line. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  public void fail(Part part, Fault how) {
    faults.put(part, how);
  }

  /** The next request that writes an object or an item is carried out, and not answered. */
  public void loseAnswerToWrite(Part part) {
    losing.set(part);
  }

  /** Connections to all of AWS are refused. */
  public void refuse() {
    close();
  }

  /** Everything works again; what waits for an answer never gets one. */
  public void heal() {
    faults.clear();
    breakOff();
    if (entrance.isClosed()) {
      entrance = listen(port);
    }
  }

  /** What is under way ends without an answer, or without the rest of it. */
  public void breakOff() {
    open.forEach(AwsLine::shut);
  }

  /** How many requests have met a fault. */
  public int failed(Part part) {
    return failed.computeIfAbsent(part, _ -> new AtomicInteger()).get();
  }

  private ServerSocket listen(int at) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), at));
      Thread.startVirtualThread(() -> accept(socket));
      return socket;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept(ServerSocket socket) {
    try {
      while (true) {
        Socket client = socket.accept();
        open.add(client);
        Thread.startVirtualThread(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = client.getInputStream();
      OutputStream out = client.getOutputStream();
      String head = head(in);
      byte[] body = in.readNBytes(length(head));
      Part part = part(head);
      if (WRITES.matcher(head).find() && losing.compareAndSet(part, null)) {
        answer(head, body);
        client.setSoLinger(true, 0);
        return;
      }
      Fault fault = faults.get(part);
      if (fault == null) {
        out.write(answer(head, body));
        return;
      }
      failed.computeIfAbsent(part, _ -> new AtomicInteger()).incrementAndGet();
      switch (fault) {
        case RESET -> client.setSoLinger(true, 0);
        case ERROR -> out.write(failure("500 Internal Server Error", "InternalServerError"));
        case THROTTLED -> out.write(throttled(part));
        case SILENT -> in.transferTo(OutputStream.nullOutputStream());
        case DRIPPING -> drip(answer(head, body), out);
        case CUT -> {
          byte[] answer = answer(head, body);
          int kept = part == Part.S3 ? 100_000 : 50;
          out.write(answer, 0, Math.min(answer.length, body(answer) + kept));
        }
      }
    } catch (IOException _) {
      // Broken, or the service has given it up.
    } finally {
      open.remove(client);
    }
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0 || head.size() == LARGEST_HEAD) {
        throw new IOException("not a request");
      }
      head.write(next);
    }
    return head.toString(ISO_8859_1);
  }

  private static int length(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Integer.parseInt(length.group(1)) : 0;
  }

  private static Part part(String head) {
    return Arrays.stream(Part.values())
        .filter(part -> head.contains(part.mark))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("of no known part of AWS: " + head));
  }

  /** The stand-in's answer, which says that the connection ends with it. */
  private byte[] answer(String head, byte[] body) throws IOException {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), aws.getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(closing(head).getBytes(ISO_8859_1));
      out.write(body);
      byte[] answer = socket.getInputStream().readAllBytes();
      return closing(new String(answer, ISO_8859_1)).getBytes(ISO_8859_1);
    }
  }

  private static String closing(String message) {
    return message.replaceFirst("\r\n", "\r\nConnection: close\r\n");
  }

  private static byte[] throttled(Part part) {
    return part == Part.S3
        ? answer("503 Slow Down", "<Error><Code>SlowDown</Code></Error>")
        : failure("400 Bad Request", "ThrottlingException");
  }

  private static byte[] failure(String status, String type) {
    return answer(status, "{\"__type\":\"" + type + "\"}");
  }

  private static byte[] answer(String status, String body) {
    return """
    HTTP/1.1 %s\r
    Content-Type: application/x-amz-json-1.1\r
    Content-Length: %d\r
    Connection: close\r
    \r
    %s\
    """
        .formatted(status, body.length(), body)
        .getBytes(ISO_8859_1);
  }

  /** The head comes at once: it is the rest that takes its time. */
  private static void drip(byte[] answer, OutputStream out) throws IOException {
    int body = body(answer);
    out.write(answer, 0, body);
    for (int i = body; i < answer.length; i++) {
      Await.pause(200);
      out.write(answer, i, 1);
    }
  }

  /** Where an answer's body begins. */
  private static int body(byte[] answer) {
    return new String(answer, ISO_8859_1).indexOf("\r\n\r\n") + 4;
  }

  private static void shut(Socket socket) {
    try {
      socket.close();
    } catch (IOException _) {
      // Already closed.
    }
  }

  @Override
  public void close() {
    try {
      entrance.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    breakOff();
  }
}
