package org.sealward.fuzz;

import java.util.List;
import org.sealward.api.AcceptInvitation;
import org.sealward.api.Archived;
import org.sealward.api.AssistedDecryption;
import org.sealward.api.AssistedDecryptionPolicy;
import org.sealward.api.NewConnection;
import org.sealward.api.NewEntry;
import org.sealward.api.NewInstitution;
import org.sealward.api.NewInvitation;
import org.sealward.api.NewLegalHold;
import org.sealward.api.ProfileUpdate;
import org.sealward.api.PushTarget;
import org.sealward.api.Retention;
import org.sealward.envelope.SealedMessage;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.envelope.SignedAttestation;
import org.sealward.envelope.SignedBundle;
import org.sealward.envelope.SignedGrant;
import org.sealward.envelope.SignedInstitutionKey;
import org.sealward.envelope.SignedLeave;
import org.sealward.envelope.SignedRevocation;

/** Every body that a route takes. */
public final class RequestBodyTarget implements Target {
  private static final List<Class<?>> SHAPES =
      List.of(
          SealedMessage.class,
          SealedPrivateBundle.class,
          SignedBundle.class,
          NewEntry.class,
          SignedGrant.class,
          SignedRevocation.class,
          SignedLeave.class,
          SignedInstitutionKey.class,
          SignedAttestation.class,
          Archived.class,
          Retention.class,
          NewInstitution.class,
          NewInvitation.class,
          AcceptInvitation.class,
          ProfileUpdate.class,
          NewConnection.class,
          PushTarget.class,
          AssistedDecryption.class,
          AssistedDecryptionPolicy.class,
          NewLegalHold.class);

  private final Target bodies = Choice.of(SHAPES.stream().<Target>map(JsonTarget::new).toList());

  @Override
  public void accept(byte[] input) throws Exception {
    bodies.accept(input);
  }
}
