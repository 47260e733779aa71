/**
 * Who reaches the private keys: every operation by every principal, decided by the policies of a
 * Terraform plan, by our evaluator and by an independent one, against a table written by hand.
 */
@NullMarked
package org.sealward.local.access;

import org.jspecify.annotations.NullMarked;
