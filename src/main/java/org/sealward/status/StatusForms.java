package org.sealward.status;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sealward.api.ServiceStatus;
import org.sealward.envelope.Hash;
import org.sealward.platform.GeneralProblem;
import org.sealward.platform.Problem;
import org.sealward.statuspage.StatusFile;
import org.sealward.statuspage.StatusFiles;
import org.sealward.statuspage.StatusPlace;

/** The page and its other forms as they are served, each made once for every state of things. */
@Singleton
class StatusForms {
  private static final int TAG_BYTES = 16;

  private final StatusBoard board;
  private final StatusProperties properties;
  private final Subscriptions subscriptions;
  private @Nullable Made made;

  StatusForms(StatusBoard board, StatusProperties properties, Subscriptions subscriptions) {
    this.board = board;
    this.properties = properties;
    this.subscriptions = subscriptions;
  }

  private record Made(ServiceStatus status, Map<String, Form> forms) {}

  /**
   * One of them.
   *
   * @param tag an entity tag (RFC 9110 §8.8.3)
   */
  record Form(StatusFile file, String tag) {
    static Form of(StatusFile file) {
      byte[] hash = Arrays.copyOf(Hash.of(file.content()).toArray(), TAG_BYTES);
      return new Form(
          file, "\"" + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"");
    }
  }

  /**
   * One by its path.
   *
   * @throws Problem {@link StatusProblem#STATUS_NOT_OFFERED}; {@link GeneralProblem#NOT_FOUND} for
   *     another path; {@link GeneralProblem#OVERLOADED} right after the start
   */
  Form get(String path) {
    Form form = forms().get(path);
    if (form == null) {
      throw new Problem(GeneralProblem.NOT_FOUND, "The status has no such form.");
    }
    return form;
  }

  private synchronized Map<String, Form> forms() {
    board.requireOffered();
    ServiceStatus status =
        board
            .status()
            .orElseThrow(
                () -> new Problem(GeneralProblem.OVERLOADED, "the status was not read yet"));
    Made known = made;
    if (known == null || !known.status().equals(status)) {
      Map<String, Form> forms = new TreeMap<>();
      StatusFiles.of(status, place()).forEach((path, file) -> forms.put(path, Form.of(file)));
      known = new Made(status, forms);
      made = known;
    }
    return known.forms();
  }

  private StatusPlace place() {
    URI address = Objects.requireNonNull(properties.address(), "required with a contract");
    return StatusPlace.service(address, subscriptions.offered());
  }
}
