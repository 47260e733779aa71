// Protocol §8: images, grants, revocations.
import * as bundles from './bundles.mjs';
import { equal, toBase64Url } from './bytes.mjs';
import { binary, id, labelled, sha256, u64 } from './encoding.mjs';
import { require } from './refused.mjs';
import { requireSignature, sign } from './signatures.mjs';
import { unwrap, wrap } from './wraps.mjs';

/** Bytes of ciphertext that one leaf of the content tree covers. */
export const SEGMENT = 1 << 20;

export const context = (image) =>
  labelled('image', id(image.imageId), id(image.subjectId), id(image.ownerId), id(image.conversationId));

export const leaf = (segment) => sha256(Uint8Array.of(0), segment);

export function leaves(ciphertext) {
  const found = [];
  for (let at = 0; at < ciphertext.length; at += SEGMENT) {
    found.push(leaf(ciphertext.subarray(at, at + SEGMENT)));
  }
  return found;
}

/** The head over at least one leaf. */
export function treeHead(list) {
  if (list.length === 1) return list[0];
  let left = 1;
  while (2 * left < list.length) left *= 2;
  return sha256(Uint8Array.of(1), treeHead(list.slice(0, left)), treeHead(list.slice(left)));
}

export const wrapInfo = (g) =>
  labelled(
    'image-wrap', id(g.imageId), id(g.subjectId), id(g.recipientId), binary(g.recipientFingerprint),
  );

export const encodeGrant = (g) =>
  labelled(
    'image-grant', id(g.imageId), id(g.subjectId), id(g.ownerId), id(g.conversationId),
    binary(g.contentDigest), u64(g.ciphertextLength), id(g.granterId), binary(g.granterFingerprint),
    id(g.recipientId), binary(g.recipientFingerprint), u64(g.createdAt), sha256(binary(g.wrap)),
  );

export const grantHash = (g) => sha256(encodeGrant(g));

export const encodeRevocation = (r) =>
  labelled(
    'image-revocation', binary(r.grantHash), id(r.revokerId), binary(r.revokerFingerprint), u64(r.at),
  );

function requireSigned(bundle, userId, fingerprint, bytes, signature) {
  const named =
    bundle !== undefined &&
    bundle.userId === userId &&
    equal(bundles.fingerprint(bundle), binary(fingerprint));
  require(named, 'UNKNOWN_KEY');
  requireSignature(binary(bundle.signPublicKey), bytes, binary(signature));
}

/** @param {object | undefined} granter the accepted bundle that the grant names */
export const verifyGrant = ({ grant, signature }, granter) =>
  requireSigned(granter, grant.granterId, grant.granterFingerprint, encodeGrant(grant), signature);

/** The image's key, for the recipient. */
export async function imageKey(imageKemSeed, signed, granter) {
  verifyGrant(signed, granter);
  return unwrap(imageKemSeed, wrapInfo(signed.grant), binary(signed.grant.wrap));
}

/** What a grant and the message about an image must agree on. */
const DESCRIBED = [
  'imageId', 'subjectId', 'ownerId', 'conversationId', 'contentDigest', 'ciphertextLength',
];

export const describe = (image) => Object.fromEntries(DESCRIBED.map((name) => [name, image[name]]));

export const requireSame = (grant, described) =>
  require(DESCRIBED.every((name) => grant[name] === described[name]), 'DIGEST_MISMATCH');

/**
 * @param {object} image what {@link describe} gives
 * @param {{userId: string, fingerprint: string, signSeed: Uint8Array}} granter
 * @param {object} recipient a public bundle
 */
export async function sealGrant(image, key, granter, recipient, now) {
  const addressed = {
    suite: 1,
    ...describe(image),
    granterId: granter.userId,
    granterFingerprint: granter.fingerprint,
    recipientId: recipient.userId,
    recipientFingerprint: toBase64Url(bundles.fingerprint(recipient)),
    createdAt: now,
  };
  const wrapped = await wrap(binary(recipient.imageKemPublicKey), wrapInfo(addressed), key);
  const grant = { ...addressed, wrap: toBase64Url(wrapped) };
  return { grant, signature: toBase64Url(sign(granter.signSeed, encodeGrant(grant))) };
}

/** §8.5 */
export function verifyRevocation({ revocation, signature }, grant, revoker) {
  require(equal(grantHash(grant), binary(revocation.grantHash)), 'WRONG_ADDRESS');
  const may = [grant.ownerId, grant.granterId, grant.subjectId].includes(revocation.revokerId);
  require(may, 'NOT_ENTITLED');
  const { revokerId, revokerFingerprint } = revocation;
  requireSigned(revoker, revokerId, revokerFingerprint, encodeRevocation(revocation), signature);
}

export function signRevocation(grant, revoker, now) {
  const revocation = {
    suite: 1,
    grantHash: toBase64Url(grantHash(grant)),
    revokerId: revoker.userId,
    revokerFingerprint: revoker.fingerprint,
    at: now,
  };
  return { revocation, signature: toBase64Url(sign(revoker.signSeed, encodeRevocation(revocation))) };
}

/** The leaves as the service serves them. */
export function decodeLeaves(bytes) {
  require(bytes.length % 32 === 0 && bytes.length > 0, 'DIGEST_MISMATCH');
  return Array.from({ length: bytes.length / 32 }, (_, i) => bytes.slice(32 * i, 32 * (i + 1)));
}

