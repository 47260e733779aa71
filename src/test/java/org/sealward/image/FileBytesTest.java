package org.sealward.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sealward.objects.FileRange;

/** What stands for a piece of a file until the system sends it. */
class FileBytesTest {
  private final EmbeddedChannel connection = new EmbeddedChannel(new FileBytes.Sender());
  private FileChannel file;
  private FileBytes bytes;

  @BeforeEach
  void open(@TempDir Path folder) throws IOException {
    file = FileChannel.open(Files.writeString(folder.resolve("file"), "0123456789"));
    try (var range = new FileRange(file, 2, 5)) {
      bytes = new FileBytes(range.next(100));
    }
  }

  @AfterEach
  void close() throws IOException {
    connection.finishAndReleaseAll();
    file.close();
  }

  @Test
  void piece_isSentFromTheFile_whichIsClosedThen() throws IOException {
    assertThat(sent(bytes)).isEqualTo("23456");
    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void duplicate_asABodyMakesForWhoReadsIt_isSentFromTheFile() throws IOException {
    ByteBuf duplicate = bytes.retainedDuplicate();
    bytes.release();

    assertThat(sent(duplicate)).isEqualTo("23456");
    assertThat(file.isOpen()).isFalse();
  }

  private String sent(ByteBuf message) throws IOException {
    assertThat(connection.writeOutbound(message)).isTrue();
    FileRegion region = connection.readOutbound();
    assertThat(region.count()).isEqualTo(5);
    var target = new ByteArrayOutputStream();
    while (region.transferred() < region.count()) {
      region.transferTo(Channels.newChannel(target), region.transferred());
    }
    region.release();
    return target.toString(StandardCharsets.US_ASCII);
  }

  @Test
  void piece_thatIsNotSent_closesTheFile() {
    bytes.release();

    assertThat(file.isOpen()).isFalse();
  }

  @Test
  void otherBytes_goAsTheyAre() {
    ByteBuf other = Unpooled.copiedBuffer(new byte[] {1, 2});
    connection.writeOutbound(other);

    assertThat(connection.<Object>readOutbound()).isSameAs(other);
    bytes.release();
  }

  @Test
  void lookingIn_fails_insteadOfSendingOtherBytes() {
    ByteBuf slice = bytes.slice(1, 2);
    connection.writeOutbound(slice);

    assertThat(connection.<Object>readOutbound()).isSameAs(slice);
    assertThatThrownBy(() -> slice.getByte(0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> bytes.nioBuffer()).isInstanceOf(IndexOutOfBoundsException.class);
    bytes.release();
  }
}
