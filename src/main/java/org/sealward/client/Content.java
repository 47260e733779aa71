package org.sealward.client;

/** What a message says. Match on the types; later versions of the protocol add some. */
public sealed interface Content {
  /** Plain text. */
  record Text(String text) implements Content {
    /** Leaves the text out: what is said in a conversation has no place in a log. */
    @Override
    public String toString() {
      return "Text[REDACTED]";
    }
  }

  /** An image; {@link Images} fetches it. */
  record Image(ImageDescription description) implements Content {}

  /**
   * A type that this client does not know; kept, so that an app can show that something was said.
   *
   * @param type such as {@code poll}
   * @param json the whole content
   */
  record Other(String type, String json) implements Content {
    /** Leaves the content out. */
    @Override
    public String toString() {
      return "Other[" + type + ", REDACTED]";
    }
  }
}
