// Protocol §6: membership entries, epoch keys and their wraps. entry-rules.mjs says which may follow.
import { equal, randomBytes, toBase64Url } from './bytes.mjs';
import { binary, compareIds, id, labelled, pae, sha256, text, toId, u64 } from './encoding.mjs';
import { require } from './refused.mjs';
import { sign } from './signatures.mjs';
import { unwrap, wrap } from './wraps.mjs';

const encodeMember = (m) => pae([id(m.userId), binary(m.fingerprint), text(m.role), u64(m.readsFromEpoch)]);

export const encode = (e) =>
  labelled(
    'membership', id(e.conversationId), u64(e.epoch), binary(e.previousHash), id(e.authorId),
    binary(e.authorFingerprint), pae(e.members.map(encodeMember)), binary(e.keyCommitment),
  );

export const membershipHash = (e) => sha256(encode(e));
export const signed = (e) => labelled('membership-signature', encode(e));

export const leaveSigned = (l) =>
  labelled('leave', id(l.conversationId), binary(l.membershipHash), id(l.userId), binary(l.fingerprint));

export const conversationId = (authorId, authorFingerprint, nonce) =>
  sha256(labelled('conversation', id(authorId), authorFingerprint, nonce)).subarray(0, 16);

export const keyCommitment = (e, key) =>
  sha256(labelled('epoch-key', id(e.conversationId), u64(e.epoch), key));

export const wrapInfo = (w) =>
  labelled(
    'epoch-wrap', id(w.conversationId), u64(w.epoch), binary(w.membershipHash), id(w.recipientId),
    binary(w.recipientFingerprint),
  );

/** The key of an entry out of its wrap for this seed's owner. */
export async function openWrap(seed, wrapped, entry, recipient) {
  const meant =
    wrapped.conversationId === entry.conversationId &&
    wrapped.epoch === entry.epoch &&
    equal(membershipHash(entry), binary(wrapped.membershipHash)) &&
    wrapped.recipientId === recipient.userId &&
    wrapped.recipientFingerprint === recipient.fingerprint;
  require(meant, 'WRONG_ADDRESS');
  const key = await unwrap(seed, wrapInfo(wrapped), binary(wrapped.wrap));
  require(equal(keyCommitment(entry, key), binary(entry.keyCommitment)), 'WRONG_EPOCH_KEY');
  return key;
}

/** The key of an entry, wrapped for one of its members or for one who may read that far back. */
export async function wrapFor(bundle, recipient, entry, key) {
  const unsealed = {
    suite: 1,
    conversationId: entry.conversationId,
    epoch: entry.epoch,
    membershipHash: toBase64Url(membershipHash(entry)),
    recipientId: recipient.userId,
    recipientFingerprint: recipient.fingerprint,
  };
  const sealed = await wrap(binary(bundle.kemPublicKey), wrapInfo(unsealed), key);
  return { ...unsealed, wrap: toBase64Url(sealed) };
}

/**
 * A first or next entry with a new key, signed.
 *
 * @param {object | undefined} previous the entry before
 * @param {{userId: string, fingerprint: string, signSeed: Uint8Array}} author as the entry before
 *   names them
 */
export function author(previous, author, members, leaves = []) {
  const nonce = randomBytes(32);
  const authorFingerprint = author.fingerprint;
  const unkeyed = {
    suite: 1,
    conversationId: previous
      ? previous.conversationId
      : toId(conversationId(author.userId, binary(authorFingerprint), nonce)),
    epoch: previous ? previous.epoch + 1 : 0,
    previousHash: toBase64Url(previous ? membershipHash(previous) : nonce),
    authorId: author.userId,
    authorFingerprint,
    members: [...members].sort((a, b) => compareIds(a.userId, b.userId)),
  };
  const key = randomBytes(32);
  const entry = { ...unkeyed, keyCommitment: toBase64Url(keyCommitment(unkeyed, key)) };
  const signature = toBase64Url(sign(author.signSeed, signed(entry)));
  return { signedEntry: { entry, signature, leaves }, key };
}

export const memberOf = (entry, userId) => entry.members.find((m) => m.userId === userId);
