package org.sealward.client;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ClientFrame;
import org.sealward.api.ServerFrame;
import org.sealward.client.internal.http.Json;

/** The other end of a WebSocket (RFC 6455), which says what a test tells it to. */
final class ScriptedStream implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int TEXT = 1;
  private static final int CLOSE = 8;
  private static final int PING = 9;

  private final ServerSocket entrance;

  ScriptedStream() {
    try {
      entrance = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
      entrance.setSoTimeout(15_000);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + entrance.getLocalPort());
  }

  /** The next connection that the client makes. */
  Connection accept() throws IOException {
    return new Connection(entrance.accept());
  }

  @Override
  public void close() throws IOException {
    entrance.close();
  }

  /** One connection, after its handshake. */
  static final class Connection implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final BlockingQueue<ClientFrame> frames = new LinkedBlockingQueue<>();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Connection(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new DataInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
      String key = handshake();
      out.write(
          ("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                  + "Sec-WebSocket-Accept: "
                  + accept(key)
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      Thread.startVirtualThread(this::receive);
    }

    /** The next frame from the client, which must come soon. */
    <T extends ClientFrame> T expect(Class<T> kind) throws InterruptedException {
      @Nullable ClientFrame frame = frames.poll(15, TimeUnit.SECONDS);
      if (!kind.isInstance(frame)) {
        throw new AssertionError("not a " + kind.getSimpleName() + ": " + frame);
      }
      return kind.cast(frame);
    }

    /** Waits until the client ends the connection, and so has read what was said. */
    void awaitEnd() throws InterruptedException {
      if (!ended.await(15, TimeUnit.SECONDS)) {
        throw new AssertionError("the client goes on");
      }
    }

    /** What the client says while nothing is expected of it. */
    @Nullable ClientFrame within(long millis) throws InterruptedException {
      return frames.poll(millis, TimeUnit.MILLISECONDS);
    }

    void say(ServerFrame frame) throws IOException {
      sayText(new String(Json.write(frame), StandardCharsets.UTF_8));
    }

    void sayText(String text) throws IOException {
      write(0x80 | TEXT, text.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #say}, in two pieces. */
    void sayInPieces(ServerFrame frame) throws IOException {
      byte[] text = Json.write(frame);
      int half = text.length / 2;
      write(TEXT, Arrays.copyOf(text, half));
      write(0x80 | PING, new byte[0]);
      write(0x80, Arrays.copyOfRange(text, half, text.length));
    }

    private synchronized void write(int first, byte[] payload) throws IOException {
      out.write(first);
      if (payload.length < 126) {
        out.write(payload.length);
      } else {
        out.write(126);
        out.write(payload.length >>> 8);
        out.write(payload.length);
      }
      out.write(payload);
      out.flush();
    }

    private void receive() {
      try {
        while (true) {
          int opcode = in.readUnsignedByte() & 0xf;
          byte[] payload = payload();
          if (opcode == TEXT) {
            frames.add(Json.read(payload, ClientFrame.class));
          } else if (opcode == PING) {
            write(0x80 | 10, payload);
          } else if (opcode == CLOSE) {
            ended.countDown();
          }
        }
      } catch (IOException e) {
        ended.countDown();
      }
    }

    /** A client's payload is masked. */
    private byte[] payload() throws IOException {
      int length = in.readUnsignedByte() & 0x7f;
      if (length == 126) {
        length = in.readUnsignedShort();
      } else if (length == 127) {
        length = Math.toIntExact(in.readLong());
      }
      byte[] mask = in.readNBytes(4);
      byte[] payload = in.readNBytes(length);
      for (int i = 0; i < length; i++) {
        payload[i] ^= mask[i % 4];
      }
      return payload;
    }

    private String handshake() throws IOException {
      String key = "";
      for (String line = line(); !line.isEmpty(); line = line()) {
        if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
          key = line.substring(line.indexOf(':') + 1).strip();
        }
      }
      return key;
    }

    private String line() throws IOException {
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
        line.append((char) c);
      }
      return line.toString().strip();
    }

    private static String accept(String key) {
      try {
        return Base64.getEncoder()
            .encodeToString(
                MessageDigest.getInstance("SHA-1")
                    .digest((key + GUID).getBytes(StandardCharsets.US_ASCII)));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
