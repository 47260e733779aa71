package org.sealward.client;

/**
 * What a message says (protocol §7.4). Match on the types; later versions of the protocol add some.
 */
public sealed interface Content {
  /** Plain text. */
  record Text(String text) implements Content {
    /** Leaves the text out: what is said in a conversation has no place in a log. */
    @Override
    public String toString() {
      return "Text[REDACTED]";
    }
  }

  /** Plain text in answer to a message, which the reader may not have. */
  record Reply(MessageRef target, String text) implements Content {
    /** Leaves the text out. */
    @Override
    public String toString() {
      return "Reply[REDACTED]";
    }
  }

  /** Another text for a {@link Text} or {@link Reply} of the same sender. */
  record Edit(MessageRef target, String text) implements Content {
    /** Leaves the text out. */
    @Override
    public String toString() {
      return "Edit[REDACTED]";
    }
  }

  /** Takes a message of the same sender back. */
  record Retract(MessageRef target) implements Content {}

  /**
   * How far the sender has come.
   *
   * @param target the newest message it is about; the receipt is about all those before it too
   */
  record Receipt(MessageRef target, State state) implements Content {
    /** In rising order: what is read has been delivered. */
    public enum State {
      /** A device of the sender's has the messages. */
      DELIVERED,
      /** The sender has seen them. */
      READ
    }
  }

  /**
   * What the conversation is called from now on.
   *
   * @param topic 1 to {@link #LONGEST} characters (code points)
   */
  record Topic(String topic) implements Content {
    /** Characters at most. */
    public static final int LONGEST = 200;

    public Topic {
      int length = topic.codePointCount(0, topic.length());
      if (length < 1 || length > LONGEST) {
        throw new IllegalArgumentException("a topic has 1 to " + LONGEST + " characters");
      }
    }

    /** Leaves the topic out. */
    @Override
    public String toString() {
      return "Topic[REDACTED]";
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
