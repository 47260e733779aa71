// Protocol §3: public bundles.
import {
  binary, compareIds, equal, id, labelled, optionalBinary, require, sha256, u64,
} from './encoding.mjs';
import { requireSignature, requireStrictKey, verifies } from './signatures.mjs';

export const encode = (b) =>
  labelled(
    'bundle', id(b.userId), u64(b.version), u64(b.kind), binary(b.kemPublicKey),
    binary(b.imageKemPublicKey), binary(b.signPublicKey), u64(b.createdAt),
    optionalBinary(b.previousFingerprint),
  );

export const fingerprint = (b) => sha256(encode(b));
export const selfSigned = (b) => labelled('bundle-self', encode(b));
export const continuitySigned = (b) => labelled('bundle-continuity', encode(b));

export function verifyAlone(signed) {
  const key = binary(signed.bundle.signPublicKey);
  requireStrictKey(key);
  requireSignature(key, selfSigned(signed.bundle), binary(signed.selfSignature));
}

export function verifyNext(newest, presented) {
  const before = newest.bundle;
  const after = presented.bundle;
  const follows = (condition) => require(condition, 'BROKEN_CONTINUITY');
  follows(after.userId === before.userId);
  follows(after.version === before.version + 1);
  follows(equal(fingerprint(before), optionalBinary(after.previousFingerprint)));
  for (const key of ['kemPublicKey', 'imageKemPublicKey', 'signPublicKey']) {
    follows(after[key] !== before[key]);
  }
  verifyAlone(presented);
  if (after.kind === 1) {
    follows(presented.continuitySignature !== undefined);
    const signature = binary(presented.continuitySignature);
    follows(verifies(binary(before.signPublicKey), continuitySigned(after), signature));
  }
}

export function safetyNumber(one, other) {
  const digits = (bundle) => {
    const hash = sha256(labelled('safety-number', id(bundle.userId), fingerprint(bundle)));
    return Array.from({ length: 6 }, (_, group) =>
      String(Buffer.from(hash).readUIntBE(5 * group, 5) % 100000).padStart(5, '0'));
  };
  return [one, other].sort((a, b) => compareIds(a.userId, b.userId)).flatMap(digits).join(' ');
}
