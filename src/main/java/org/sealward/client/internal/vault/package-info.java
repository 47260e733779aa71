/**
 * Where a user's sealed private keys lie: the user's own item in DynamoDB, reached directly or
 * through the service. Not API: apps use {@link org.sealward.client.SealwardClient}.
 */
@NullMarked
package org.sealward.client.internal.vault;

import org.jspecify.annotations.NullMarked;
