package org.sealward.client.internal.cognito;

import java.util.Optional;
import java.util.function.Supplier;
import org.sealward.envelope.SecretBytes;

/**
 * One attempt to log in.
 *
 * @param secret the login secret, never the passphrase
 * @param secondFactor asked for the authenticator app's six digits when the account demands them
 */
public record Login(String email, SecretBytes secret, Supplier<Optional<String>> secondFactor) {}
