// Protocol §8: images, grants, revocations.
import { binary, equal, id, labelled, require, sha256, u64 } from './encoding.mjs';
import * as bundles from './bundles.mjs';
import { requireSignature } from './signatures.mjs';
import { unwrap } from './wraps.mjs';

const SEGMENT = 1 << 20;

export const context = (image) =>
  labelled('image', id(image.imageId), id(image.subjectId), id(image.ownerId), id(image.conversationId));

export function leaves(ciphertext) {
  const found = [];
  for (let at = 0; at < ciphertext.length; at += SEGMENT) {
    found.push(sha256(Uint8Array.of(0), ciphertext.subarray(at, at + SEGMENT)));
  }
  return found;
}

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

export const encodeRevocation = (r) =>
  labelled(
    'image-revocation', binary(r.grantHash), id(r.revokerId), binary(r.revokerFingerprint), u64(r.at),
  );

function requireSigner(bundle, userId, fingerprint) {
  const named = bundle.userId === userId && equal(bundles.fingerprint(bundle), binary(fingerprint));
  require(named, 'UNKNOWN_KEY');
}

export async function imageKey(imageKemSeed, signed, granter) {
  const grant = signed.grant;
  requireSigner(granter, grant.granterId, grant.granterFingerprint);
  requireSignature(binary(granter.signPublicKey), encodeGrant(grant), binary(signed.signature));
  return unwrap(imageKemSeed, wrapInfo(grant), binary(grant.wrap));
}

export function verifyRevocation(signed, grant, revoker) {
  const r = signed.revocation;
  require(equal(sha256(encodeGrant(grant)), binary(r.grantHash)), 'WRONG_ADDRESS');
  const may = [grant.ownerId, grant.granterId, grant.subjectId].includes(r.revokerId);
  require(may, 'NOT_ENTITLED');
  requireSigner(revoker, r.revokerId, r.revokerFingerprint);
  requireSignature(binary(revoker.signPublicKey), encodeRevocation(r), binary(signed.signature));
}
