// Protocol §6.3 and §6.4: which entry may be the first, and which may follow.
import { RESET, fingerprint } from './bundles.mjs';
import { equal } from './bytes.mjs';
import { binary, id } from './encoding.mjs';
import { conversationId, leaveSigned, memberOf, membershipHash, signed } from './membership.mjs';
import { Refused, require } from './refused.mjs';
import { requireSignature } from './signatures.mjs';

/** @typedef {(userId: string, fingerprint: string) => object | undefined} Known accepted bundles */

/** @param {Known} known */
export function verifyGenesis({ entry, signature, leaves }, known) {
  require(entry.epoch === 0, 'BROKEN_CHAIN');
  const { authorId, authorFingerprint } = entry;
  const derived = conversationId(authorId, binary(authorFingerprint), binary(entry.previousHash));
  require(equal(derived, id(entry.conversationId)), 'BROKEN_CHAIN');
  const author = memberOf(entry, authorId);
  require(author.role === 'admin' && author.fingerprint === authorFingerprint, 'NOT_ENTITLED');
  entry.members.forEach((member) => find(known, member));
  verifySigned(find(known, author), signed(entry), signature);
  require(leaves.length === 0, 'MALFORMED', 'nobody can leave before the first entry');
}

/** @param {Known} known */
export function verifyNext(previous, { entry, signature, leaves }, known) {
  require(entry.conversationId === previous.conversationId, 'BROKEN_CHAIN');
  require(entry.epoch === previous.epoch + 1, 'BROKEN_CHAIN');
  require(equal(membershipHash(previous), binary(entry.previousHash)), 'BROKEN_CHAIN');
  const author = memberOf(previous, entry.authorId);
  require(author?.fingerprint === entry.authorFingerprint, 'NOT_ENTITLED');
  entry.members.forEach((member) => find(known, member));
  verifySigned(find(known, author), signed(entry), signature);

  const leavers = verifyLeaves(previous, entry, leaves, known);
  const admin = author.role === 'admin';
  for (const before of previous.members) {
    const after = memberOf(entry, before.userId);
    if (after) verifyChange(author, before, after, known);
    else require(admin || leavers.has(before.userId), 'NOT_ENTITLED');
  }
  const added = entry.members.some(({ userId }) => !memberOf(previous, userId));
  require(admin || !added, 'NOT_ENTITLED');
}

function verifyLeaves(previous, entry, leaves, known) {
  const leavers = new Set();
  for (const { leave, signature } of leaves) {
    const answers =
      leave.conversationId === previous.conversationId &&
      equal(membershipHash(previous), binary(leave.membershipHash));
    require(answers, 'WRONG_ADDRESS', 'the leave answers another entry');
    const leaver = memberOf(previous, leave.userId);
    require(leaver?.fingerprint === leave.fingerprint, 'NOT_ENTITLED');
    require(!memberOf(entry, leave.userId) && !leavers.has(leave.userId), 'MALFORMED', 'leaves');
    verifySigned(find(known, leaver), leaveSigned(leave), signature);
    leavers.add(leave.userId);
  }
  return leavers;
}

function verifyChange(author, before, after, known) {
  const admin = author.role === 'admin';
  const otherAdmin = admin && author.userId !== before.userId;
  require(admin || before.role === after.role, 'NOT_ENTITLED');
  const lowered = otherAdmin && after.readsFromEpoch < before.readsFromEpoch;
  require(after.readsFromEpoch === before.readsFromEpoch || lowered, 'NOT_ENTITLED');
  if (after.fingerprint === before.fingerprint) return;
  let reset = false;
  for (let bundle = find(known, after); ; ) {
    reset ||= bundle.kind === RESET;
    if (bundle.previousFingerprint === before.fingerprint) {
      require(!reset || otherAdmin, 'UNCONFIRMED_RESET');
      return;
    }
    if (bundle.previousFingerprint === undefined) throw new Refused('BROKEN_CONTINUITY');
    bundle = find(known, { userId: before.userId, fingerprint: bundle.previousFingerprint });
  }
}

const verifySigned = (bundle, bytes, signature) =>
  requireSignature(binary(bundle.signPublicKey), bytes, binary(signature));

function find(known, member) {
  const bundle = known(member.userId, member.fingerprint);
  require(bundle && equal(fingerprint(bundle), binary(member.fingerprint)), 'UNKNOWN_KEY');
  return bundle;
}
