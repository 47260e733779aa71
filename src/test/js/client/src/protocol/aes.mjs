// AES-256-GCM by WebCrypto; the tag stands behind the ciphertext.
const { subtle } = globalThis.crypto;

/** @param {Uint8Array} key 32 bytes */
export const aesKey = (key) => subtle.importKey('raw', key, 'AES-GCM', false, ['encrypt', 'decrypt']);

const named = (nonce, data) => ({ name: 'AES-GCM', iv: nonce, ...(data && { additionalData: data }) });

export const encrypt = async (key, nonce, plaintext, data) =>
  new Uint8Array(await subtle.encrypt(named(nonce, data), key, plaintext));

/** Rejects when the ciphertext, at least 16 bytes, is not genuine. */
export const decrypt = async (key, nonce, ciphertext, data) =>
  new Uint8Array(await subtle.decrypt(named(nonce, data), key, ciphertext));
