// Protocol §3.8: keys of institutions, and what they say of their specialists.
import { digitsOf, fingerprint as bundleFingerprint } from './bundles.mjs';
import { equal } from './bytes.mjs';
import { binary, id, labelled, optionalBinary, sha256, text, u64 } from './encoding.mjs';
import { require } from './refused.mjs';
import { requireSignature, requireStrictKey, verifies } from './signatures.mjs';

export const encodeKey = (k) =>
  labelled(
    'institution-key', id(k.institutionId), u64(k.version), u64(k.kind), binary(k.signPublicKey),
    u64(k.createdAt), optionalBinary(k.previousFingerprint),
  );

export const fingerprint = (k) => sha256(encodeKey(k));
export const selfSigned = (k) => labelled('institution-key-self', encodeKey(k));
export const continuitySigned = (k) => labelled('institution-key-continuity', encodeKey(k));

export function verifyAlone(signed) {
  const key = binary(signed.key.signPublicKey);
  requireStrictKey(key);
  requireSignature(key, selfSigned(signed.key), binary(signed.selfSignature));
}

export function verifyNext(newest, presented) {
  const before = newest.key;
  const after = presented.key;
  const follows = (condition) => require(condition, 'BROKEN_CONTINUITY');
  follows(after.institutionId === before.institutionId);
  follows(after.version === before.version + 1);
  follows(equal(fingerprint(before), optionalBinary(after.previousFingerprint)));
  follows(after.signPublicKey !== before.signPublicKey);
  verifyAlone(presented);
  if (after.kind === 1) {
    follows(presented.continuitySignature !== undefined);
    const signature = binary(presented.continuitySignature);
    follows(verifies(binary(before.signPublicKey), continuitySigned(after), signature));
  }
}

/** What people compare with what the institution shows. */
export const digits = (key) =>
  digitsOf(sha256(labelled('institution-number', id(key.institutionId), fingerprint(key)))).join(' ');

export const encode = (a) =>
  labelled(
    'attestation', id(a.institutionId), id(a.userId), binary(a.fingerprint), text(a.name),
    text(a.specialty), u64(a.notAfter),
  );

export function verify(signed, institutionKey, subject, now) {
  const { attestation } = signed;
  require(attestation.institutionId === institutionKey.institutionId, 'WRONG_ADDRESS');
  require(attestation.userId === subject.userId, 'WRONG_ADDRESS');
  require(equal(binary(attestation.fingerprint), bundleFingerprint(subject)), 'WRONG_ADDRESS');
  requireSignature(
    binary(institutionKey.signPublicKey), encode(attestation), binary(signed.signature));
  require(now <= attestation.notAfter, 'EXPIRED');
}
