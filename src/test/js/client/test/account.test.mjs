// Accounts, logins and the vault, against a running service.
import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { PASSPHRASE, device, java, live, patient, totp, url } from './surroundings.mjs';

const reason = (expected) => (error) => {
  assert.equal(error.reason, expected, error.stack);
  return true;
};

describe('account', live, () => {
  let person;
  before(async () => {
    person = await patient();
  });

  it('a weak passphrase is refused before anything is sent', async () => {
    await assert.rejects(person.client.signUp('x@example.org', 'too short'), reason('weak-passphrase'));
  });

  it('an address that has an account is refused', async () => {
    await assert.rejects(
      person.client.signUp(person.email, PASSPHRASE), reason('already-registered'));
  });

  it('another passphrase does not log in', async () => {
    await assert.rejects(
      person.client.logIn(person.email, 'a green bicycle in the sun'), reason('wrong-credentials'));
  });

  it('a second device opens the same keys, by way of the service', async () => {
    const second = await device(url, { vault: 'service' });
    const session = await second.logIn(person.email.toUpperCase(), PASSPHRASE);
    assert.deepEqual(session.keyring.newest, person.session.keyring.newest);
    assert.equal(session.userId, (await session.people.me()).userId);
    assert.equal(person.codes.length, 1, 'the recovery code is shown once');
  });

  it('a changed passphrase logs in and opens, and the one before does not', async () => {
    const next = 'a blue bicycle in the rain';
    await person.session.changePassphrase(PASSPHRASE, next);
    await assert.rejects(person.client.logIn(person.email, PASSPHRASE), reason('wrong-credentials'));
    const session = await person.client.logIn(person.email, next);
    assert.deepEqual(session.keyring.newest, person.session.keyring.newest);
  });

  it('after a forgotten passphrase, the recovery code opens the keys, once', async () => {
    const next = 'a red bicycle in the rain';
    await person.client.requestReset(person.email);
    await person.client.reset(person.email, (await java('code', { email: person.email })).code, next);
    await assert.rejects(person.client.logIn(person.email, next), reason('keys-not-opened'));
    const [recoveryCode] = person.codes;
    const session = await person.client.logIn(person.email, next, { ...person.dialogue, recoveryCode });
    assert.deepEqual(session.keyring.newest, person.session.keyring.newest);
    assert.equal(person.codes.length, 2, 'a new code replaces the one that was used');
    person.session = session;
  });

  it('with a second factor, a login needs its code', async () => {
    const secret = await person.session.enrolSecondFactor();
    await person.session.confirmSecondFactor(totp(secret));
    const logIn = (secondFactor) =>
      person.client.logIn(person.email, 'a red bicycle in the rain', { secondFactor });
    await assert.rejects(logIn(undefined), reason('second-factor-required'));
    // The enrolment used up the present code.
    const session = await logIn(async () => totp(secret, 1));
    assert.equal(session.userId, person.session.userId);
  });

  it('fresh tokens come from the refresh token, until it is revoked', async () => {
    const before = await person.session.tokens();
    await person.session.renewRoles();
    assert.notEqual((await person.session.tokens()).access, before.access);
    await person.session.logOut();
    await assert.rejects(person.session.renewRoles(), reason('session-ended'));
  });
});
