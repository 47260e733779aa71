// Protocol §2.2: HPKE base mode with X-Wing, HKDF-SHA256 and AES-256-GCM.
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { concat } from './bytes.mjs';
import { Refused } from './refused.mjs';

const ENC = 1120;
const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
const exact = (bytes) => new Uint8Array(bytes).buffer;

/** The public key of a seed, which is the X-Wing private key itself. */
export async function publicKey(seed) {
  const pair = await new XWing().generateKeyPairDerand(new Uint8Array(seed));
  return new Uint8Array(await suite.kem.serializePublicKey(pair.publicKey));
}

async function sender(recipientPublicKey, info, randomness) {
  return suite.createSenderContext({
    recipientPublicKey: await suite.kem.deserializePublicKey(exact(recipientPublicKey)),
    info: exact(info),
    ...(randomness && { ekm: exact(randomness) }),
  });
}

/** Refuses a key that nothing can be wrapped to. */
export async function requireUsable(recipientPublicKey) {
  try {
    await sender(recipientPublicKey, new Uint8Array());
  } catch {
    throw new Refused('WEAK_KEY', 'nothing can be wrapped to the key');
  }
}

/** `randomness`, 64 bytes, makes a wrap repeatable; leave it out but for test vectors. */
export async function wrap(recipientPublicKey, info, key, randomness) {
  const context = await sender(recipientPublicKey, info, randomness);
  return concat(new Uint8Array(context.enc), new Uint8Array(await context.seal(exact(key))));
}

export async function unwrap(seed, info, wrapped) {
  try {
    const recipient = await suite.createRecipientContext({
      recipientKey: await suite.kem.deserializePrivateKey(exact(seed)),
      enc: exact(wrapped.subarray(0, ENC)),
      info: exact(info),
    });
    return new Uint8Array(await recipient.open(exact(wrapped.subarray(ENC))));
  } catch {
    throw new Refused('WRAP_NOT_OPENED');
  }
}
