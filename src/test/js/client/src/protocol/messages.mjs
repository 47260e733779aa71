// Protocol §7: messages.
import * as bundles from './bundles.mjs';
import { equal, fromUtf8, randomBytes, toBase64Url, utf8 } from './bytes.mjs';
import * as chunked from './chunked.mjs';
import {
  binary, id, labelled, optionalBinary, optionalId, pad, sha256, toId, u64, unpad,
} from './encoding.mjs';
import { parse } from './json.mjs';
import { memberOf, membershipHash } from './membership.mjs';
import { require } from './refused.mjs';
import { requireSignature, sign } from './signatures.mjs';

export const encodeHeader = (h) =>
  labelled(
    'message', id(h.conversationId), u64(h.epoch), binary(h.membershipHash), id(h.senderId),
    optionalId(h.actingFor), id(h.messageId), u64(h.sentAt), optionalBinary(h.seenHash),
  );

export const signed = (message) =>
  labelled('message-signature', encodeHeader(message.header), sha256(binary(message.body)));

export const messageHash = (message) => sha256(signed(message));

/** Without any key of the conversation (§7.3). */
export function verify(message, entry, sender) {
  const h = message.header;
  require(h.actingFor === undefined, 'UNSUPPORTED_FEATURE');
  const addressed =
    h.conversationId === entry.conversationId &&
    h.epoch === entry.epoch &&
    equal(membershipHash(entry), binary(h.membershipHash));
  require(addressed, 'WRONG_ADDRESS');
  const member = memberOf(entry, h.senderId);
  const named =
    member !== undefined &&
    sender.userId === h.senderId &&
    equal(bundles.fingerprint(sender), binary(member.fingerprint));
  require(named, 'NOT_ENTITLED');
  requireSignature(binary(sender.signPublicKey), signed(message), binary(message.signature));
}

/** The content's bytes. */
export async function open(message, entry, sender, epochKey) {
  verify(message, entry, sender);
  return unpad(await chunked.open(epochKey, encodeHeader(message.header), binary(message.body)));
}

/** The JSON object inside (§7.4); fields and types that are not known are kept. */
export function decodeContent(bytes) {
  let content;
  try {
    content = parse(fromUtf8(bytes));
  } catch {
    require(false, 'MALFORMED', 'content is no JSON');
  }
  require(typeof content?.type === 'string', 'MALFORMED', 'content has no type');
  return content;
}

/** A UUID of version 7 (RFC 9562 §5.7). */
export function newMessageId(now) {
  const bytes = randomBytes(16);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, Math.floor(now / 2 ** 32));
  view.setUint32(2, now % 2 ** 32);
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  return toId(bytes);
}

/** Seals and signs content under a header (§7.2, §7.3). */
export async function seal(header, content, epochKey, signSeed) {
  const padded = pad(utf8(JSON.stringify(content)));
  const body = toBase64Url(await chunked.seal(epochKey, encodeHeader(header), padded));
  const signature = toBase64Url(sign(signSeed, signed({ header, body })));
  return { header, body, signature };
}
