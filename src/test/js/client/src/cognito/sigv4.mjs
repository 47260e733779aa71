// AWS Signature Version 4, for the two services of protocol §17.3.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as hash } from '@noble/hashes/sha2.js';
import { toHex, utf8 } from '../protocol/bytes.mjs';

const mac = (key, text) => hmac(hash, key, utf8(text));
const hexHash = (text) => toHex(hash(utf8(text)));

/**
 * The headers that sign a POST to the root of an endpoint.
 *
 * @param {{accessKeyId: string, secretKey: string, sessionToken: string}} credentials
 * @param {{endpoint: string, region: string, service: string, headers: Record<string, string>,
 *   body: string}} request
 */
export function sign(credentials, { endpoint, region, service, headers, body }, now) {
  const at = `${new Date(now).toISOString().replace(/[-:]|\.\d{3}/g, '')}`;
  const day = at.slice(0, 8);
  const added = { 'x-amz-date': at, 'x-amz-security-token': credentials.sessionToken };
  const all = Object.entries({ host: new URL(endpoint).host, ...headers, ...added }).sort(([a], [b]) =>
    a < b ? -1 : 1);
  const names = all.map(([name]) => name).join(';');
  const canonical = [
    'POST', '/', '', ...all.map(([name, value]) => `${name}:${value}`), '', names, hexHash(body),
  ].join('\n');
  const scope = `${day}/${region}/${service}/aws4_request`;
  const toSign = ['AWS4-HMAC-SHA256', at, scope, hexHash(canonical)].join('\n');
  const key = [day, region, service, 'aws4_request'].reduce(mac, utf8(`AWS4${credentials.secretKey}`));
  const signature = toHex(mac(key, toSign));
  const credential = `${credentials.accessKeyId}/${scope}`;
  return {
    ...added,
    authorization: `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`,
  };
}
