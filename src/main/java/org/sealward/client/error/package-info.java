/**
 * What the client throws. All are unchecked and {@link
 * org.sealward.client.error.SealwardException}s; each has a stable {@code type} to branch on and to
 * log. None holds a passphrase, a key, a token or the content of a message. What is wrong with
 * signed or sealed bytes is an {@link org.sealward.envelope.EnvelopeException}.
 */
@NullMarked
package org.sealward.client.error;

import org.jspecify.annotations.NullMarked;
