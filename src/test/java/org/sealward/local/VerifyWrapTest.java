package org.sealward.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VerifyWrapTest {
  @TempDir private Path folder;

  private record Ended(int code, String out, String errors) {}

  private static Ended verify(Path file) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    int code =
        Verify.commandLine()
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(errors))
            .execute("wrap", file.toString());
    return new Ended(code, out.toString(), errors.toString());
  }

  @Test
  void whatIsNoProof_isRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("proof.json"), "{\"format\":2}");
    Ended ended = verify(file);
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.errors()).startsWith("not a proof of a wrap");
    assertThat(verify(folder.resolve("nothing")).code()).isEqualTo(1);
  }
}
