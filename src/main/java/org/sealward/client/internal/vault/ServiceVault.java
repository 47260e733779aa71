package org.sealward.client.internal.vault;

import java.util.Optional;
import java.util.function.Supplier;
import org.sealward.client.error.ProblemException;
import org.sealward.client.error.VaultException;
import org.sealward.client.error.VaultException.Reason;
import org.sealward.client.internal.http.Call;
import org.sealward.client.internal.http.ServiceApi;
import org.sealward.envelope.SealedPrivateBundle;

/** Through the service, which exchanges the user's ID token for the user's own credentials. */
public final class ServiceVault extends VaultStore {
  private static final String PATH = "/v1/me/private-key";

  private final ServiceApi api;
  private final Supplier<String> idToken;

  public ServiceVault(ServiceApi api, Supplier<String> idToken) {
    this.api = api;
    this.idToken = idToken;
  }

  @Override
  public Optional<SealedPrivateBundle> fetch() {
    return translated(() -> api.find(withIdToken(Call.get(PATH)), SealedPrivateBundle.class));
  }

  @Override
  void put(SealedPrivateBundle sealed) {
    translated(() -> api.send(withIdToken(Call.put(PATH, sealed))));
  }

  private Call withIdToken(Call call) {
    return call.header("Sealward-Identity-Token", idToken.get());
  }

  private static <T> T translated(Supplier<T> call) {
    try {
      return call.get();
    } catch (ProblemException e) {
      if (e.is("revision-conflict")) {
        throw new VaultException(Reason.CONFLICT, e);
      }
      if (e.is("vault-denied")) {
        throw new VaultException(Reason.DENIED, e);
      }
      if (e.is("private-key-unreadable") || e.type().equals(ProblemException.NOT_UNDERSTOOD)) {
        throw new VaultException(Reason.DAMAGED, e);
      }
      throw e;
    }
  }
}
