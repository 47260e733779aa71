/**
 * Sealed private bundles in DynamoDB, read and written with the caller's own AWS credentials and
 * nothing else: the service's role is denied on that table. This package is its only user.
 */
@NullMarked
package org.sealward.keyvault;

import org.jspecify.annotations.NullMarked;
