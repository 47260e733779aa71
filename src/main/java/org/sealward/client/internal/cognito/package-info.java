/**
 * The Cognito user pool and identity pool as a client uses them: sign-up, login by SRP without ever
 * sending the password, renewal of tokens, temporary AWS credentials. Not API: apps use {@link
 * org.sealward.client.SealwardClient}.
 */
@NullMarked
package org.sealward.client.internal.cognito;

import org.jspecify.annotations.NullMarked;
