package org.sealward.image;

import io.micronaut.http.body.ByteBody;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * A request's body that is claimed by the first read: until then a client that sent {@code Expect:
 * 100-continue} is not told to go on, and a refusal comes before a gigabyte does.
 */
final class RequestBody extends InputStream {
  private final ByteBody body;
  private @Nullable InputStream claimed;

  RequestBody(ByteBody body) {
    this.body = body;
  }

  private InputStream claim() {
    if (claimed == null) {
      claimed = body.toInputStream();
    }
    return claimed;
  }

  @Override
  public int read() throws IOException {
    return claim().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return claim().read(target, offset, length);
  }

  @Override
  public void close() throws IOException {
    if (claimed != null) {
      claimed.close();
    }
  }
}
