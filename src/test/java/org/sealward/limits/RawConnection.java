package org.sealward.limits;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A connection that sends bytes as a test says, HTTP or not. */
public final class RawConnection implements AutoCloseable {
  private static final int PATIENCE = 30_000;
  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *(\\d+)");

  private final Socket socket;

  public RawConnection(URI service) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), service.getPort());
    socket.setSoTimeout(PATIENCE);
    socket.setTcpNoDelay(true);
  }

  /** What the service answered: head and body. */
  public record Answer(int status, String text) {
    public String problem() {
      Matcher type = Pattern.compile("urn:sealward:problem:([a-z0-9-]+)").matcher(text);
      return type.find() ? type.group(1) : "";
    }
  }

  public RawConnection send(String text) throws IOException {
    return send(text.getBytes(UTF_8));
  }

  public RawConnection send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** As {@link #send}, when the service may end the connection before it has read everything. */
  public RawConnection sendWhatIsTaken(byte[] bytes) throws IOException {
    try {
      return send(bytes);
    } catch (SocketException _) {
      return this;
    }
  }

  public Answer answer() throws IOException {
    InputStream in = socket.getInputStream();
    var read = new ByteArrayOutputStream();
    while (!read.toString(UTF_8).endsWith("\r\n\r\n")) {
      read.write(one(in));
    }
    Matcher length = LENGTH.matcher(read.toString(UTF_8));
    for (int rest = length.find() ? Integer.parseInt(length.group(1)) : 0; rest > 0; rest--) {
      read.write(one(in));
    }
    String text = read.toString(UTF_8);
    return new Answer(Integer.parseInt(text.substring(9, 12)), text);
  }

  private static int one(InputStream in) throws IOException {
    int read = in.read();
    if (read < 0) {
      throw new IOException("closed without an answer");
    }
    return read;
  }

  /** Reads to the end; false when it does not come in time. */
  public boolean isClosedByService() throws IOException {
    try {
      var _ = socket.getInputStream().readAllBytes();
      return true;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    }
  }

  /** The status of a WebSocket's close frame; what comes before is skipped. */
  public int closeStatus() throws IOException {
    InputStream in = socket.getInputStream();
    while (true) {
      int opcode = one(in) & 0x0f;
      int length = one(in) & 0x7f;
      if (length == 126) {
        length = one(in) << 8 | one(in);
      }
      byte[] payload = in.readNBytes(length);
      if (opcode == 8) {
        return (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
      }
    }
  }

  /** The payload of the service's next frame, a short one. */
  public String text() throws IOException {
    InputStream in = socket.getInputStream();
    var _ = one(in);
    int length = one(in) & 0x7f;
    if (length == 126) {
      length = one(in) << 8 | one(in);
    }
    return new String(in.readNBytes(length), UTF_8);
  }

  /** A client's frame, masked with zeros. */
  public static byte[] frame(int opcode, boolean last, byte[] payload) {
    var frame = new ByteArrayOutputStream();
    frame.write((last ? 0x80 : 0) | opcode);
    if (payload.length < 126) {
      frame.write(0x80 | payload.length);
    } else if (payload.length < 1 << 16) {
      frame.write(0x80 | 126);
      frame.write(payload.length >>> 8);
      frame.write(payload.length);
    } else {
      frame.write(0x80 | 127);
      for (int shift = 56; shift >= 0; shift -= 8) {
        frame.write((int) ((long) payload.length >>> shift));
      }
    }
    frame.writeBytes(new byte[4]);
    frame.writeBytes(payload);
    return frame.toByteArray();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
