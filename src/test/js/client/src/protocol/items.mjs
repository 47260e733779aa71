// Protocol §5.5 and §5.6: items at rest.
import { aesKey, decrypt, encrypt } from './aes.mjs';
import { id, labelled, text, u64 } from './encoding.mjs';
import { Refused, require } from './refused.mjs';

export const vaultItemData = (identityId, revision) =>
  labelled('vault-item', text(identityId), u64(revision));

export const publicBundleItemData = (userId, version) =>
  labelled('public-bundle-item', id(userId), u64(version));

/** @param {Uint8Array} nonce 12 random bytes */
export const lock = async (dataKey, nonce, associatedData, content) =>
  encrypt(await aesKey(dataKey), nonce, content, associatedData);

export async function unlock(dataKey, nonce, associatedData, ciphertext) {
  require(ciphertext.length >= 16, 'TRUNCATED');
  try {
    return await decrypt(await aesKey(dataKey), nonce, ciphertext, associatedData);
  } catch {
    throw new Refused('WRONG_KEY_OR_CONTEXT');
  }
}
