package org.sealward.client.error;

import java.net.URI;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Something that an app was asked to do did not happen; {@link #type()} says why. */
public abstract sealed class SealwardException extends RuntimeException
    permits AttestationException,
        ConversationException,
        LogException,
        LoginException,
        ProblemException,
        UnreachableException,
        UntrustedKeyException,
        VaultException {
  private static final long serialVersionUID = 1L;

  private final URI type;

  SealwardException(URI type, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.type = type;
  }

  /**
   * Names the kind of failure: {@code urn:sealward:problem:…} as the service said it, or {@code
   * urn:sealward:client:…} for what the client found itself.
   */
  public final URI type() {
    return type;
  }

  static URI clientType(Enum<?> reason) {
    return URI.create(
        "urn:sealward:client:" + reason.name().toLowerCase(Locale.ROOT).replace('_', '-'));
  }
}
