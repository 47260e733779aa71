package org.sealward.local;

import java.util.Optional;
import org.sealward.client.LoginDialogue;
import org.sealward.envelope.RecoveryCode;
import org.sealward.local.aws.LocalAws;

/** A login with the authenticator app that the stand-in gave somebody in a group. */
public record Authenticated(LocalAws aws, String email) implements LoginDialogue {
  @Override
  public void keep(RecoveryCode code) {
    // Nobody's to keep.
  }

  @Override
  public Optional<String> secondFactor() {
    return Optional.of(aws.authenticatorCode(email));
  }
}
