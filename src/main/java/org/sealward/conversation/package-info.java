/**
 * Conversations: the signed membership chain, the wrapped epoch keys, and the messages, of which
 * the service sees headers and ciphertext. Entries and messages are events of the conversation's
 * stream; a message counts as stored when its event is committed.
 */
@NullMarked
package org.sealward.conversation;

import org.jspecify.annotations.NullMarked;
