package org.sealward.status;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sealward.envelope.Observation.Step;

/** A part of the service as its users see it, and the steps that show how it is. */
enum Part {
  SITE("site", "Site", Step.SITE, Step.SITE),
  SIGN_IN("sign-in", "Sign-in", Step.SIGN_IN, Step.SIGN_IN),
  CONNECTION("connection", "Connecting with a specialist", Step.CONNECTION, Step.CONNECTION),
  MESSAGES("messages", "Messages", Step.MESSAGE_SENT, Step.MESSAGE_RECEIVED),
  IMAGES("images", "Images", Step.IMAGE_SENT, Step.IMAGE_READ),
  ASSISTED_DECRYPTION(
      "assisted-decryption",
      "Assisted decryption",
      Step.ASSISTED_DECRYPTION,
      Step.ASSISTED_DECRYPTION);

  private final String id;
  private final String title;
  private final Step first;
  private final Step last;

  Part(String id, String title, Step first, Step last) {
    this.id = id;
    this.title = title;
    this.first = first;
    this.last = last;
  }

  String id() {
    return id;
  }

  /** For people. */
  String title() {
    return title;
  }

  /** Whether a step is one of those that show it. */
  boolean isShownBy(Step step) {
    return step.compareTo(first) >= 0 && step.compareTo(last) <= 0;
  }

  /** Whether nobody can use it where a step fails: each step needs those before it. */
  boolean needs(Step step) {
    return step.compareTo(last) <= 0;
  }

  /** The part with an id. */
  static Optional<Part> of(String id) {
    return Arrays.stream(values()).filter(part -> part.id.equals(id)).findFirst();
  }

  /** Of all, in the order in which they are shown. */
  static List<String> ids() {
    return Arrays.stream(values()).map(Part::id).toList();
  }
}
