package org.sealward.keyvault;

import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.Status;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.rules.SecurityRule;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.io.UncheckedIOException;
import org.sealward.envelope.Bytes;
import org.sealward.envelope.InvalidEnvelopeException;
import org.sealward.envelope.SealedPrivateBundle;
import org.sealward.identity.Accounts;
import org.sealward.identity.Caller;
import org.sealward.limits.MaxBody;
import org.sealward.platform.Act;
import org.sealward.platform.EventBodies;
import org.sealward.platform.Problem;
import org.sealward.platform.Problems;

/**
 * The caller's sealed private bundle, for apps that do not speak to AWS themselves. Each call
 * carries the caller's identity token, and what it may do is what AWS lets that identity do.
 */
@Tag(name = "Account")
@Controller("/v1/me/private-key")
@Secured(SecurityRule.IS_AUTHENTICATED)
class PrivateKeyController {
  private static final String IDENTITY_TOKEN = "Sealward-Identity-Token";

  private final CredentialExchange exchange;
  private final PrivateKeyVault vault;
  private final EventBodies bodies;
  private final Accounts accounts;

  PrivateKeyController(
      CredentialExchange exchange, PrivateKeyVault vault, EventBodies bodies, Accounts accounts) {
    this.exchange = exchange;
    this.vault = vault;
    this.bodies = bodies;
    this.accounts = accounts;
  }

  /** The caller's sealed private keys. */
  @Get
  @Problems({
    "identity-token-refused",
    "private-key-not-found",
    "private-key-unreadable",
    "vault-denied",
    "vault-unavailable"
  })
  SealedPrivateBundle get(Caller caller, @Header(IDENTITY_TOKEN) String identityToken) {
    SealedPrivateBundle found =
        vault
            .get(exchange.exchange(caller, identityToken))
            .map(this::read)
            .orElseThrow(
                () ->
                    new Problem(
                        VaultProblem.PRIVATE_KEY_NOT_FOUND,
                        "The first device stores it at sign-up."));
    accounts.write(
        caller.userId(),
        unit ->
            unit.record(Act.of(Act.Kind.VAULT_READ, caller.userId()).numbered(found.revision())));
    return found;
  }

  private SealedPrivateBundle read(Bytes content) {
    try {
      return bodies.read(content, SealedPrivateBundle.class);
    } catch (UncheckedIOException | InvalidEnvelopeException _) {
      throw PrivateKeyVault.unreadable();
    }
  }

  /** Stores the caller's sealed private keys. */
  @MaxBody(360)
  @Put
  @Problems({
    "identity-token-refused",
    "private-key-not-valid",
    "revision-conflict",
    "vault-denied",
    "vault-unavailable"
  })
  @Status(HttpStatus.NO_CONTENT)
  void put(
      Caller caller, @Header(IDENTITY_TOKEN) String identityToken, @Body SealedPrivateBundle body) {
    if (!body.userId().equals(caller.userId())) {
      throw new Problem(VaultProblem.PRIVATE_KEY_NOT_VALID, "The bundle names another user.");
    }
    CallerCredentials credentials = exchange.exchange(caller, identityToken);
    // The vault is outside of any transaction: what is on record is that it was asked for.
    accounts.write(
        caller.userId(),
        unit ->
            unit.record(Act.of(Act.Kind.VAULT_WRITE, caller.userId()).numbered(body.revision())));
    vault.put(credentials, body.revision(), bodies.write(body));
  }
}
