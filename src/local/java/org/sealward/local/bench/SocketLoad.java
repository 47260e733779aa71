package org.sealward.local.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Many WebSockets on one thread, with as little work for each as can be, so that the load takes
 * little from the service that it measures.
 */
final class SocketLoad implements AutoCloseable {
  /** What a test says to the service's frames. */
  interface Listener {
    /** The service accepted the WebSocket. */
    void opened(Link link);

    /**
     * A text frame.
     *
     * @param frame its bytes from position to limit, valid during the call
     */
    void heard(Link link, ByteBuffer frame);
  }

  private static final int HEADER = 14;

  private final Selector selector;
  private final InetSocketAddress address;
  private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 20);

  SocketLoad(URI service) throws IOException {
    selector = Selector.open();
    address = new InetSocketAddress(service.getHost(), service.getPort());
  }

  /** One WebSocket. Belongs to the thread of {@link #run}. */
  final class Link {
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Listener listener;
    private final Queue<ByteBuffer> output = new ArrayDeque<>(1);
    private byte[] rest = {};
    private boolean upgraded;

    private Link(SocketChannel channel, Listener listener) throws IOException {
      this.channel = channel;
      this.listener = listener;
      this.key = channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Sends what {@link SocketLoad#frame} made. */
    void send(byte[] frame) {
      try {
        ByteBuffer buffer = ByteBuffer.wrap(frame);
        if (output.isEmpty()) {
          channel.write(buffer);
        }
        if (buffer.hasRemaining()) {
          output.add(buffer);
          key.interestOps(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private void flush() throws IOException {
      while (!output.isEmpty()) {
        channel.write(output.element());
        if (output.element().hasRemaining()) {
          return;
        }
        output.remove();
      }
      key.interestOps(SelectionKey.OP_READ);
    }

    private void read() throws IOException {
      input.clear().put(rest);
      if (channel.read(input) < 0) {
        throw new IOException("the service closed a socket");
      }
      input.flip();
      if (!upgraded && !upgrade()) {
        keepRest();
        return;
      }
      for (ByteBuffer frame = next(); frame != null; frame = next()) {
        listener.heard(this, frame);
      }
      keepRest();
    }

    private void keepRest() {
      rest = new byte[input.remaining()];
      input.get(rest);
    }

    private boolean upgrade() throws IOException {
      for (int i = input.position(); i + 3 < input.limit(); i++) {
        if (input.getInt(i) == 0x0d0a0d0a) {
          byte[] head = new byte[i];
          input.get(head);
          if (!new String(head, StandardCharsets.US_ASCII).startsWith("HTTP/1.1 101 ")) {
            throw new IOException("not upgraded: " + new String(head, StandardCharsets.US_ASCII));
          }
          input.position(i + 4);
          upgraded = true;
          listener.opened(this);
          return true;
        }
      }
      return false;
    }

    /** The next whole text frame, or null when more has to be read. */
    private @Nullable ByteBuffer next() throws IOException {
      if (input.remaining() < 2) {
        return null;
      }
      int at = input.position();
      int length = input.get(at + 1) & 0x7f;
      int header = length < 126 ? 2 : length == 126 ? 4 : 10;
      if (input.remaining() < header) {
        return null;
      }
      long size =
          length < 126
              ? length
              : length == 126 ? input.getShort(at + 2) & 0xffff : input.getLong(at + 2);
      if (input.remaining() < header + size) {
        return null;
      }
      if (input.get(at) != (byte) 0x81) {
        throw new IOException("not a text frame: " + Integer.toHexString(input.get(at)));
      }
      input.position((int) (at + header + size));
      return input.slice(at + header, (int) size);
    }
  }

  /** Connects a socket and asks for the upgrade. */
  Link open(Listener listener) throws IOException {
    SocketChannel channel = SocketChannel.open(address);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.configureBlocking(false);
    Link link = new Link(channel, listener);
    link.send(
        ("GET /v1/stream HTTP/1.1\r\nHost: "
                + address.getHostString()
                + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                + "Sec-WebSocket-Key: c2VhbHdhcmQtYmVuY2gtMQ==\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII));
    return link;
  }

  /** Serves the sockets until the condition holds; it is asked after every round. */
  void run(BooleanSupplier until) throws IOException {
    while (!until.getAsBoolean()) {
      selector.select(
          key -> {
            Link link = (Link) key.attachment();
            try {
              if (key.isWritable()) {
                link.flush();
              }
              if (key.isReadable()) {
                link.read();
              }
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          },
          100);
    }
  }

  /** A client's text frame, masked as RFC 6455 wants it. */
  static byte[] frame(byte[] text) {
    byte[] mask = new byte[4];
    ThreadLocalRandom.current().nextBytes(mask);
    ByteBuffer frame = ByteBuffer.allocate(HEADER + text.length).put((byte) 0x81);
    if (text.length < 126) {
      frame.put((byte) (0x80 | text.length));
    } else if (text.length < 1 << 16) {
      frame.put((byte) (0x80 | 126)).putShort((short) text.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(text.length);
    }
    frame.put(mask);
    for (int i = 0; i < text.length; i++) {
      frame.put((byte) (text[i] ^ mask[i & 3]));
    }
    return Arrays.copyOf(frame.array(), frame.position());
  }

  static byte[] frame(String text) {
    return frame(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    for (SelectionKey key : selector.keys()) {
      key.channel().close();
    }
    selector.close();
  }
}
