/**
 * Who is calling, and what they are allowed to be: a Cognito access token becomes a {@link
 * org.sealward.identity.Caller}; Cognito groups become roles; affiliations tie specialists and
 * admins to their institution. Clients log in at Cognito, never through this service.
 */
@NullMarked
package org.sealward.identity;

import org.jspecify.annotations.NullMarked;
