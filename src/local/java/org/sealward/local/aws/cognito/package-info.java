/**
 * The Cognito user pool: sign-up, SRP sign-in, TOTP, tokens, password reset and the admin calls of
 * the service.
 *
 * <p>A password arrives at sign-up, reset and change, as at Cognito itself, and is turned into an
 * SRP salt and verifier at once; it is never stored. What a client does not offer in production is
 * refused, {@code USER_PASSWORD_AUTH} above all.
 */
@NullMarked
package org.sealward.local.aws.cognito;

import org.jspecify.annotations.NullMarked;
