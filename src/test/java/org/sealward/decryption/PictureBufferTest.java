package org.sealward.decryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sealward.envelope.Bytes;

/** What is in its memory when the memory is given back. */
class PictureBufferTest {
  private static final Bytes PIECE = Bytes.fromHex("c3".repeat(100));
  private static final Bytes ZEROS = Bytes.of(new byte[100]);

  /** Static, since memory is allocated before the buffer is constructed. */
  private static final List<Bytes> GIVEN_BACK = new ArrayList<>();

  private static final class Watched extends PictureBuffer {
    Watched(ReadableByteChannel picture) throws IOException {
      super(picture);
    }

    @Override
    void zero(ByteBuffer whole) {
      super.zero(whole);
      byte[] first = new byte[100];
      whole.get(0, first);
      GIVEN_BACK.add(Bytes.of(first));
    }
  }

  @BeforeEach
  void forget() {
    GIVEN_BACK.clear();
  }

  @Test
  void pieceThatWasSent_isZeroed() throws IOException {
    var buffer = new Watched(Channels.newChannel(new ByteArrayInputStream(PIECE.toArray())));
    byte[] sent = new byte[100];
    buffer.getBytes(0, sent);
    assertThat(Bytes.of(sent)).isEqualTo(PIECE);
    assertThat(buffer.readableBytes()).isEqualTo(100);

    // The view of a part, as TLS takes it, is of the same memory.
    buffer.readSlice(100).retain().release();
    assertThat(GIVEN_BACK).isEmpty();
    buffer.release();

    assertThat(GIVEN_BACK).containsExactly(ZEROS);
  }

  @Test
  void pieceThatCameInPart_isZeroed() {
    assertThatThrownBy(
            () ->
                new Watched(
                    new ReadableByteChannel() {
                      @Override
                      public int read(ByteBuffer target) throws IOException {
                        target.put(PIECE.toArray());
                        throw new IOException("the worker ended");
                      }

                      @Override
                      public boolean isOpen() {
                        return true;
                      }

                      @Override
                      public void close() {}
                    }))
        .isInstanceOf(IOException.class);

    assertThat(GIVEN_BACK).containsExactly(ZEROS);
  }
}
