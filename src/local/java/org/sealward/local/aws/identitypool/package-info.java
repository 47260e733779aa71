/** The Cognito identity pool: an ID token of the user pool becomes temporary credentials. */
@NullMarked
package org.sealward.local.aws.identitypool;

import org.jspecify.annotations.NullMarked;
