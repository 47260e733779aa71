// The running service that tests speak to, and people with the Java client.
import assert from 'node:assert/strict';
import { createHmac, randomUUID } from 'node:crypto';
import { SealwardClient } from '../src/index.mjs';

export const url = process.env.SEALWARD_URL;

/** For `test`: live tests need a service. */
export const live = url ? {} : { skip: 'needs SEALWARD_URL; NodeClientTest starts a service' };

export const PASSPHRASE = 'a green bicycle in the rain';

/** Lets a person with the Java client, or the surroundings, do something. */
export async function java(act, asked = {}) {
  const response = await fetch(`${process.env.SEALWARD_COUNTERPART}/${act}`, {
    method: 'POST',
    body: JSON.stringify(asked),
  });
  const answer = await response.json();
  assert.ok(response.ok, answer.error);
  return answer;
}

/** A client on a device of its own. */
export const device = (at = url, options = {}) => SealwardClient.connect(at, options);

/** Somebody new, signed up and logged in. */
export async function patient(at) {
  const email = `${randomUUID()}@example.org`;
  const client = await device(at);
  await client.signUp(email, PASSPHRASE);
  await client.confirm(email, (await java('code', { email })).code);
  const codes = [];
  const resets = [];
  const dialogue = {
    keepRecoveryCode: (code) => codes.push(code),
    onReset: (userId) => resets.push(userId),
  };
  const session = await client.logIn(email, PASSPHRASE, dialogue);
  return { email, client, session, codes, resets, dialogue };
}

/** A specialist with the Java client, connected with these patients. */
export async function specialist(specialty, ...patients) {
  const { userId } = await java('specialist', { specialty });
  for (const { session } of patients) {
    await session.people.ask(userId);
    await java('connect', { person: userId, patient: session.userId });
  }
  return userId;
}

/** Waits until something holds. */
export async function until(condition, what) {
  for (const end = Date.now() + 30_000; !condition(); ) {
    assert.ok(Date.now() < end, what);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

const BASE_32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The code of an authenticator app (RFC 6238), `ahead` half minutes from now. */
export function totp(secret, ahead = 0) {
  const bits = [...secret].map((c) => BASE_32.indexOf(c).toString(2).padStart(5, '0')).join('');
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + ahead));
  const hash = createHmac('sha1', key).update(step).digest();
  const number = hash.readUInt32BE(hash[19] & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, '0');
}
