/**
 * How a password is proved to a Cognito user pool without being sent: the client's side of SRP, for
 * the apps' client and for the service's canary. Speaks to nobody.
 */
@NullMarked
package org.sealward.cognito;

import org.jspecify.annotations.NullMarked;
