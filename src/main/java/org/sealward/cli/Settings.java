package org.sealward.cli;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/** The service and the user of the last sign-up or login on this device. */
record Settings(@Nullable String service, @Nullable String email) {
  private static final String SERVICE = "service";
  private static final String EMAIL = "email";

  /**
   * Reads what {@link #encoded} wrote, or a person.
   *
   * @throws UsageException for anything that is no properties file of Unicode text
   */
  static Settings decode(byte[] file) {
    var properties = new Properties();
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file));
      properties.load(new StringReader(text.toString()));
      return new Settings(unicode(properties, SERVICE), unicode(properties, EMAIL));
    } catch (IOException | IllegalArgumentException _) {
      throw new UsageException(
          "The file 'settings' of this device is damaged. Delete it, and log in again.");
    }
  }

  /** An escape may be half of a character, which cannot be written again. */
  private static @Nullable String unicode(Properties properties, String key)
      throws CharacterCodingException {
    String value = properties.getProperty(key);
    if (value != null) {
      var _ = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
    }
    return value;
  }

  byte[] encoded() throws IOException {
    var properties = new Properties();
    if (service != null) {
      properties.setProperty(SERVICE, service);
    }
    if (email != null) {
      properties.setProperty(EMAIL, email);
    }
    var text = new StringWriter();
    properties.store(text, null);
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
