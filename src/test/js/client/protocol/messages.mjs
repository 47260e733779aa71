// Protocol §7: messages.
import {
  binary, equal, id, labelled, optionalBinary, optionalId, require, sha256, u64, unpad,
} from './encoding.mjs';
import * as bundles from './bundles.mjs';
import * as chunked from './chunked.mjs';
import { membershipHash } from './membership.mjs';
import { requireSignature } from './signatures.mjs';

export const encodeHeader = (h) =>
  labelled(
    'message', id(h.conversationId), u64(h.epoch), binary(h.membershipHash), id(h.senderId),
    optionalId(h.actingFor), id(h.messageId), u64(h.sentAt), optionalBinary(h.seenHash),
  );

export const signed = (message) =>
  labelled('message-signature', encodeHeader(message.header), sha256(binary(message.body)));

export const messageHash = (message) => sha256(signed(message));

export function verify(message, entry, sender) {
  const h = message.header;
  require(h.actingFor === undefined, 'UNSUPPORTED_FEATURE');
  require(
    h.conversationId === entry.conversationId && h.epoch === entry.epoch
      && equal(membershipHash(entry), binary(h.membershipHash)),
    'WRONG_ADDRESS',
  );
  const member = entry.members.find((m) => m.userId === h.senderId);
  const named = sender.userId === h.senderId && member
    && equal(bundles.fingerprint(sender), binary(member.fingerprint));
  require(named, 'NOT_ENTITLED');
  requireSignature(binary(sender.signPublicKey), signed(message), binary(message.signature));
}

export function open(message, entry, sender, epochKey) {
  verify(message, entry, sender);
  return unpad(chunked.open(epochKey, encodeHeader(message.header), binary(message.body)));
}
