// Protocol §17.2: SRP as Cognito speaks it.
import { hkdf } from '@noble/hashes/hkdf.js';
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { concat, fromBase64, fromHex, randomBytes, toBase64, toHex, utf8 } from '../protocol/bytes.mjs';
import { sha256 } from '../protocol/encoding.mjs';

/** The 3072-bit prime of RFC 3526 §4. */
const N = BigInt(`0x${[
  'FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD',
  'EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED',
  'EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F',
  '83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B',
  'E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510',
  '15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7',
  'ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C',
  'BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF',
].join('')}`);
const G = 2n;

const toNumber = (bytes) => BigInt(`0x${toHex(bytes)}`);

/** Big-endian, shortest, with a leading zero byte where the top bit is set. */
function toBytes(number) {
  const hex = number.toString(16);
  const even = hex.length % 2 === 0 ? hex : `0${hex}`;
  return fromHex(even >= '8' ? `00${even}` : even);
}

function power(base, exponent) {
  let result = 1n;
  for (let square = base % N, rest = exponent; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = (result * square) % N;
    square = (square * square) % N;
  }
  return result;
}

const K = toNumber(sha256(toBytes(N), toBytes(G)));

/** `Tue Mar 3 07:05:09 UTC 2026` */
export function timestamp(now) {
  const [day, date, month, year, time] = new Date(now).toUTCString().replace(',', '').split(' ');
  return `${day} ${month} ${Number(date)} ${time} UTC ${year}`;
}

/** One login's exchange. `secret` makes it repeatable; leave it out but for test vectors. */
export function exchange(userPoolId, secret = toNumber(randomBytes(128))) {
  const pool = userPoolId.slice(userPoolId.indexOf('_') + 1);
  const a = secret % N;
  const A = power(G, a);
  return {
    /** `SRP_A` */
    publicValue: A.toString(16),

    /** `ChallengeResponses` to a `PASSWORD_VERIFIER` challenge with these parameters. */
    answer({ USER_ID_FOR_SRP: user, SRP_B, SALT, SECRET_BLOCK }, password, now) {
      const B = BigInt(`0x${SRP_B}`);
      if (B % N === 0n) throw new RangeError('SRP_B is zero');
      const u = toNumber(sha256(toBytes(A), toBytes(B)));
      const identity = sha256(utf8(`${pool}${user}:${password}`));
      const x = toNumber(sha256(toBytes(BigInt(`0x${SALT}`)), identity));
      const base = (((B - K * power(G, x)) % N) + N) % N;
      const S = power(base, a + u * x);
      const key = hkdf(hash, toBytes(S), toBytes(u), utf8('Caldera Derived Key'), 16);
      const at = timestamp(now);
      const claim = concat(utf8(pool), utf8(user), fromBase64(SECRET_BLOCK), utf8(at));
      return {
        USERNAME: user,
        PASSWORD_CLAIM_SECRET_BLOCK: SECRET_BLOCK,
        PASSWORD_CLAIM_SIGNATURE: toBase64(hmac(hash, key, claim)),
        TIMESTAMP: at,
      };
    },
  };
}
