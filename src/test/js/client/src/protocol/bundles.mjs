// Protocol §3: public bundles.
import { equal, toBase64Url } from './bytes.mjs';
import {
  binary, compareIds, id, labelled, optionalBinary, sha256, u64,
} from './encoding.mjs';
import { require } from './refused.mjs';
import { requireSignature, requireStrictKey, sign, verifies } from './signatures.mjs';
import { requireUsable } from './wraps.mjs';

/** §3.2 */
export const FIRST = 0;
export const ROTATION = 1;
export const RESET = 2;

export const encode = (b) =>
  labelled(
    'bundle', id(b.userId), u64(b.version), u64(b.kind), binary(b.kemPublicKey),
    binary(b.imageKemPublicKey), binary(b.signPublicKey), u64(b.createdAt),
    optionalBinary(b.previousFingerprint),
  );

export const fingerprint = (b) => sha256(encode(b));
export const selfSigned = (b) => labelled('bundle-self', encode(b));
export const continuitySigned = (b) => labelled('bundle-continuity', encode(b));

/** What has to hold of a bundle by itself (§3.4). */
export async function verifyAlone({ bundle, selfSignature }) {
  const key = binary(bundle.signPublicKey);
  requireStrictKey(key);
  requireSignature(key, selfSigned(bundle), binary(selfSignature));
  await requireUsable(binary(bundle.kemPublicKey));
  await requireUsable(binary(bundle.imageKemPublicKey));
}

export async function verifyFirst(presented) {
  require(presented.bundle.kind === FIRST, 'BROKEN_CONTINUITY');
  await verifyAlone(presented);
}

/** What has to hold of a successor of the newest accepted bundle (§3.4). */
export async function verifyNext(newest, presented) {
  const before = newest.bundle;
  const after = presented.bundle;
  const follows = (condition) => require(condition, 'BROKEN_CONTINUITY');
  follows(after.userId === before.userId);
  follows(after.version === before.version + 1);
  follows(equal(fingerprint(before), optionalBinary(after.previousFingerprint)));
  const keys = (b) => [b.kemPublicKey, b.imageKemPublicKey, b.signPublicKey];
  follows(!keys(after).some((key) => keys(before).includes(key)));
  await verifyAlone(presented);
  if (after.kind === ROTATION) {
    follows(presented.continuitySignature !== undefined);
    const signature = binary(presented.continuitySignature);
    follows(verifies(binary(before.signPublicKey), continuitySigned(after), signature));
  }
}

/** Signs a bundle by its own key and, as a rotation, by the one before. */
export function signBundle(bundle, signSeed, previousSignSeed) {
  const signature = (seed, bytes) => toBase64Url(sign(seed, bytes));
  return {
    bundle,
    selfSignature: signature(signSeed, selfSigned(bundle)),
    ...(previousSignSeed && {
      continuitySignature: signature(previousSignSeed, continuitySigned(bundle)),
    }),
  };
}

/** Six groups of five digits of a hash (§3.5). */
export const digitsOf = (hash) =>
  Array.from({ length: 6 }, (_, group) => {
    const number = hash.subarray(5 * group, 5 * group + 5).reduce((sum, byte) => sum * 256 + byte, 0);
    return String(number % 100000).padStart(5, '0');
  });

/** §3.5, of two bundles. */
export function safetyNumber(one, other) {
  const digits = (bundle) =>
    digitsOf(sha256(labelled('safety-number', id(bundle.userId), fingerprint(bundle))));
  return [one, other].sort((a, b) => compareIds(a.userId, b.userId)).flatMap(digits).join(' ');
}
