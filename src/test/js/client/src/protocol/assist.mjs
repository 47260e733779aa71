// Protocol §10: assisted decryption, the app's side and, for the vectors, the service's.
import { equal } from './bytes.mjs';
import { binary, id, labelled, u64 } from './encoding.mjs';
import { grantHash, wrapInfo } from './images.mjs';
import { require } from './refused.mjs';
import { requireSignature } from './signatures.mjs';
import { requireUsable, unwrap, wrap } from './wraps.mjs';

const LONGEST = 15 * 60 * 1000;

export const encodeKey = (k) =>
  labelled('assist-key', id(k.keyId), binary(k.publicKey), u64(k.notAfter));

/** `serviceKey` is pinned in the app. */
export async function accept(signed, serviceKey, now) {
  const { key } = signed;
  requireSignature(serviceKey, encodeKey(key), binary(signed.signature));
  require(now <= key.notAfter, 'EXPIRED');
  require(key.notAfter <= now + LONGEST, 'MALFORMED');
  await requireUsable(binary(key.publicKey));
}

export const info = (r, keyId) =>
  labelled(
    'assist-request', id(r.imageId), id(r.callerId), binary(r.grantHash), id(keyId), u64(r.secret),
    binary(r.nonce),
  );

/** Seals the image's key, or the image KEM seed, as the request says, to an accepted key. */
export const seal = (request, key, secret) =>
  wrap(binary(key.publicKey), info(request, key.keyId), secret);

/** The image's key. */
export async function open(request, keyId, seed, sealed, grant) {
  require(
    equal(binary(request.grantHash), grantHash(grant)) &&
      request.imageId === grant.imageId &&
      request.callerId === grant.recipientId,
    'WRONG_ADDRESS',
  );
  const secret = await unwrap(seed, info(request, keyId), sealed);
  return request.secret === 1 ? secret : unwrap(secret, wrapInfo(grant), binary(grant.wrap));
}
