// Protocol §6: membership entries, epoch keys and their wraps.
import { binary, compareIds, equal, id, labelled, pae, require, sha256, text, u64 } from './encoding.mjs';
import * as bundles from './bundles.mjs';
import { requireSignature } from './signatures.mjs';
import { unwrap } from './wraps.mjs';

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

export async function openWrap(seed, wrap, entry) {
  const key = await unwrap(seed, wrapInfo(wrap), binary(wrap.wrap));
  require(equal(keyCommitment(entry, key), binary(entry.keyCommitment)), 'WRONG_EPOCH_KEY');
  return key;
}

const memberOf = (entry, userId) => entry.members.find((m) => m.userId === userId);

/** `known(userId, fingerprint)` gives an accepted bundle or undefined. */
export function verifyGenesis(presented, known) {
  const entry = presented.entry;
  require(entry.epoch === 0, 'BROKEN_CHAIN');
  const derived = conversationId(entry.authorId, binary(entry.authorFingerprint), binary(entry.previousHash));
  require(equal(derived, id(entry.conversationId)), 'BROKEN_CHAIN');
  const author = memberOf(entry, entry.authorId);
  require(author.role === 'admin' && author.fingerprint === entry.authorFingerprint, 'NOT_ENTITLED');
  verifyShape(entry);
  const bundle = entry.members.map((m) => find(known, m)).find((b) => b.userId === entry.authorId);
  requireSignature(binary(bundle.signPublicKey), signed(entry), binary(presented.signature));
}

export function verifyNext(previous, presented, known) {
  const entry = presented.entry;
  verifyShape(entry);
  require(entry.conversationId === previous.conversationId, 'BROKEN_CHAIN');
  require(entry.epoch === previous.epoch + 1, 'BROKEN_CHAIN');
  require(equal(membershipHash(previous), binary(entry.previousHash)), 'BROKEN_CHAIN');
  const author = memberOf(previous, entry.authorId);
  require(author?.fingerprint === entry.authorFingerprint, 'NOT_ENTITLED');
  entry.members.forEach((m) => find(known, m));
  const key = binary(find(known, author).signPublicKey);
  requireSignature(key, signed(entry), binary(presented.signature));

  const leavers = presented.leaves.map(({ leave, signature }) => {
    require(equal(membershipHash(previous), binary(leave.membershipHash)), 'BROKEN_CHAIN');
    const leaver = memberOf(previous, leave.userId);
    require(leaver?.fingerprint === leave.fingerprint, 'NOT_ENTITLED');
    requireSignature(binary(find(known, leaver).signPublicKey), leaveSigned(leave), binary(signature));
    return leave.userId;
  });
  const admin = author.role === 'admin';
  for (const before of previous.members) {
    const after = memberOf(entry, before.userId);
    if (after) verifyChange(author, before, after, known);
    else require(admin || leavers.includes(before.userId), 'NOT_ENTITLED');
  }
  for (const after of entry.members) {
    require(admin || memberOf(previous, after.userId), 'NOT_ENTITLED');
  }
}

function verifyShape(entry) {
  entry.members.forEach((m, i) => {
    require(i === 0 || compareIds(entry.members[i - 1].userId, m.userId) < 0, 'MALFORMED');
    require(m.readsFromEpoch <= entry.epoch, 'MALFORMED');
  });
  require(entry.members.some((m) => m.role === 'admin'), 'MALFORMED');
  require(memberOf(entry, entry.authorId), 'MALFORMED');
}

function verifyChange(author, before, after, known) {
  const otherAdmin = author.role === 'admin' && author.userId !== before.userId;
  require(author.role === 'admin' || before.role === after.role, 'NOT_ENTITLED');
  require(
    after.readsFromEpoch === before.readsFromEpoch
      || (otherAdmin && after.readsFromEpoch < before.readsFromEpoch),
    'NOT_ENTITLED',
  );
  if (after.fingerprint === before.fingerprint) return;
  let reset = false;
  let bundle = find(known, after);
  while (bundle.previousFingerprint !== undefined) {
    reset ||= bundle.kind === 2;
    if (bundle.previousFingerprint === before.fingerprint) {
      require(!reset || otherAdmin, 'UNCONFIRMED_RESET');
      return;
    }
    bundle = find(known, { userId: before.userId, fingerprint: bundle.previousFingerprint });
  }
  require(false, 'BROKEN_CONTINUITY');
}

function find(known, member) {
  const bundle = known(member.userId, member.fingerprint);
  require(bundle, 'UNKNOWN_KEY');
  require(equal(bundles.fingerprint(bundle), binary(member.fingerprint)), 'UNKNOWN_KEY');
  return bundle;
}
