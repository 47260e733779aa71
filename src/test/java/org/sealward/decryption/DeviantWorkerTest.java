package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sealward.decryption.AssistScene.AT;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.envelope.AssistKey;
import org.sealward.envelope.SecretBytes;

/** A process that says what a worker would not, such as one that a picture has taken over. */
class DeviantWorkerTest {
  /** Bytes of the picture that is asked for: a piece, and a smaller one. */
  private static final int LENGTH = Worker.MOST + 10;

  @TempDir Path folder;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private final DataOutputStream saying = new DataOutputStream(said);
  private final Process process;
  private WorkerProcess worker;
  private SocketChannel other;

  DeviantWorkerTest() throws IOException {
    process = new ProcessBuilder("sleep", "60").start();
  }

  @BeforeEach
  void connect() throws IOException {
    UnixDomainSocketAddress door = UnixDomainSocketAddress.of(folder.resolve("door"));
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(door);
      other = SocketChannel.open(door);
      worker = new WorkerProcess(process, server.accept());
    }
  }

  @AfterEach
  void end() throws IOException {
    other.close();
    worker.close();
  }

  @Test
  void workerThatSaysWhatItShould_isHeard() throws Exception {
    piece(Worker.MOST, Worker.MOST);
    piece(10, 10);

    byte[] expected = new byte[LENGTH];
    Arrays.fill(expected, (byte) 7);
    assertThat(drained()).isEqualTo(expected);
  }

  @Test
  void pieceLargerThanOneMayBe_isRefused() throws Exception {
    piece(Worker.MOST + 1, Worker.MOST + 1);
    piece(9, 9);

    assertBroken("a worker sends too much");
  }

  @Test
  void pieceBeyondTheEnd_isRefused() throws Exception {
    piece(Worker.MOST, Worker.MOST);
    piece(11, 11);

    assertBroken("a worker sends too much");
  }

  @Test
  void pieceOfLessThanNothing_isRefused() throws Exception {
    piece(-1, 0);

    assertBroken("a worker sends too much");
  }

  @Test
  void wordsBehindTheEnd_areRefused_beforeTheLastPieceIsGivenOut() throws Exception {
    piece(Worker.MOST, Worker.MOST);
    piece(10, 10);
    saying.writeByte(Worker.PIECE);

    try (Picture picture = open()) {
      ByteBuffer target = ByteBuffer.allocateDirect(Worker.MOST);
      assertThat(picture.read(target)).isEqualTo(Worker.MOST);
      assertThatThrownBy(() -> picture.read(target.clear()))
          .isInstanceOf(IOException.class)
          .hasMessage("a worker goes on after the end");
    }
  }

  @Test
  void wordThatIsNone_isRefused() throws Exception {
    saying.writeByte(9);

    assertBroken("a worker says what it should not");
  }

  @Test
  void endInThePiece_isRefused() throws Exception {
    piece(Worker.MOST, 100);

    assertBroken("a worker ended too early");
  }

  @Test
  void pictureInTheHeap_isNotGivenOut() throws Exception {
    piece(Worker.MOST, Worker.MOST);
    piece(10, 10);
    try (Picture picture = open()) {
      assertThatThrownBy(() -> picture.read(ByteBuffer.allocate(Worker.MOST)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(picture.read(ByteBuffer.allocateDirect(Worker.MOST))).isEqualTo(Worker.MOST);
    }
  }

  private void piece(int announced, int length) throws IOException {
    saying.writeByte(Worker.PIECE);
    saying.writeInt(announced);
    byte[] content = new byte[length];
    Arrays.fill(content, (byte) 7);
    saying.write(content);
  }

  private void assertBroken(String message) {
    assertThatThrownBy(this::drained).isInstanceOf(IOException.class).hasMessage(message);
    assertThat(process.onExit().join().isAlive()).isFalse();
  }

  private byte[] drained() throws Exception {
    var got = new ByteArrayOutputStream();
    try (Picture picture = open()) {
      AssistScene.drain(picture, got);
    }
    return got.toByteArray();
  }

  private Picture open() throws Exception {
    other.write(ByteBuffer.wrap(said.toByteArray()));
    other.shutdownOutput();
    var scene = new AssistScene();
    byte[] seed = new byte[Worker.SEED];
    var key =
        new AssistKey(
            1,
            UUID.randomUUID(),
            AssistKey.publicKey(SecretBytes.copyOf(seed)),
            AT.plusSeconds(600));
    try (AssistSeed sent = new AssistSeed()) {
      return Picture.open(worker, sent, scene.job(key, 0, LENGTH), scene.ciphertext());
    }
  }
}
