// What strict decoding refuses (protocol §1.3), and SRP by its vectors.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchange } from '../src/cognito/srp.mjs';
import { parseStrict } from '../src/protocol/json.mjs';
import * as shapes from '../src/protocol/shapes.mjs';
import { vectors } from './vector-files.mjs';

const grant = vectors('images.json').find((c) => c.name === 'grant').signedGrant;
const refused = (failure) => (error) => {
  assert.equal(error.failure, failure, error.stack);
  return true;
};

describe('strict decoding', () => {
  const altered = (change) => {
    const copy = structuredClone(grant);
    change(copy.grant, copy);
    return copy;
  };

  it('takes what is right, and an absent field that is null', () => {
    assert.deepEqual(shapes.signedGrant(structuredClone(grant)), grant);
    const { signedBundle } = vectors('bundles.json').find((c) => c.name === 'first');
    const nulls = structuredClone(signedBundle);
    nulls.continuitySignature = null;
    nulls.bundle.previousFingerprint = null;
    assert.deepEqual(shapes.signedBundle(nulls), signedBundle);
  });

  for (const [name, change] of Object.entries({
    'an unknown field': (g) => { g.more = 1; },
    'a field that is missing': (g) => { delete g.createdAt; },
    'another type': (g) => { g.createdAt = '1'; },
    'a number below zero': (g) => { g.createdAt = -1; },
    'a number above 2^53-1': (g) => { g.createdAt = 2 ** 53; },
    'a fraction': (g) => { g.createdAt = 0.5; },
    'an id in upper case': (g) => { g.imageId = g.imageId.toUpperCase(); },
    'bytes of another length': (g) => { g.contentDigest += 'AA'; },
    'padded bytes': (g) => { g.contentDigest += '='; },
    'a list for an object': (_, signed) => { signed.grant = []; },
  })) {
    it(`refuses ${name}`, () => {
      assert.throws(() => shapes.signedGrant(altered(change)), refused('MALFORMED'));
    });
  }

  it('refuses another suite, whatever else is in it', () => {
    const other = altered((g) => { g.suite = 2; g.more = 1; });
    assert.throws(() => shapes.signedGrant(other), refused('UNSUPPORTED_SUITE'));
  });

  it('refuses a rotation that lost its continuity signature', () => {
    const { signedBundle } = vectors('bundles.json').find((c) => c.name === 'rotation');
    const stripped = structuredClone(signedBundle);
    delete stripped.continuitySignature;
    assert.throws(() => shapes.signedBundle(stripped), refused('BROKEN_CONTINUITY'));
  });
});

describe('JSON', () => {
  it('is read', () => {
    const text = '{"a":{"b":"\\"b\\":","c":[{"b":1},{"b":2}]},"b":null}';
    assert.deepEqual(parseStrict(text), JSON.parse(text));
  });

  const deep = (levels) => '['.repeat(levels) + ']'.repeat(levels);
  const named = (length) => `{"${'n'.repeat(length)}":1}`;

  it('is read up to its limits', () => {
    parseStrict(deep(32));
    parseStrict(named(256));
    parseStrict(new TextEncoder().encode('"ä"'));
  });

  for (const text of [
    '{"a":1,"a":1}', '{"a":1,"\\u0061":1}', '[1.0]', '[1e3]', '[-1]', '{', '{"a" 1}', '1 2', 'NaN',
    '"\\ud800"', deep(33), named(257), Uint8Array.of(0x22, 0xff, 0x22), Uint8Array.of(0xef, 0xbb, 0xbf, 0x31),
  ]) {
    it(`is refused: ${String(text).slice(0, 40)}`, () => {
      assert.throws(() => parseStrict(text), refused('MALFORMED'));
    });
  }
});

describe('SRP', () => {
  for (const c of vectors('srp-cognito.json')) {
    it(c.name, () => {
      const srp = exchange(`eu-central-1_${c.pool}`, BigInt(`0x${c.a}`));
      assert.equal(srp.publicValue, c.A);
      const challenge = { USER_ID_FOR_SRP: c.user, SRP_B: c.B, SALT: c.salt, SECRET_BLOCK: c.secretBlock };
      const answer = srp.answer(challenge, c.password, Date.parse('2026-03-03T07:05:09Z'));
      assert.equal(answer.TIMESTAMP, c.timestamp);
      assert.equal(answer.PASSWORD_CLAIM_SIGNATURE, c.signature);
    });
  }
});
