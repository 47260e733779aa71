// Protocol §1.3: JSON without repeated fields, and with integers alone.
import { fromUtf8 } from './bytes.mjs';
import { Refused, require } from './refused.mjs';

const TOKENS = /("(?:[^"\\]|\\.)*")(\s*:)?|[{}[\]]|-?\d[\d.eE+-]*/g;
const LEVELS = 32;
const LONGEST_NAME = 256;

/** Any JSON, such as decrypted content, which is read leniently. */
export function parse(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused('MALFORMED', 'no JSON');
  }
}

/** What the wire may carry. @param {string | Uint8Array} source text, or its UTF-8 */
export function parseStrict(source) {
  const text = typeof source === 'string' ? source : decode(source);
  const value = parse(text);
  const open = [];
  for (const [token, string, colon] of text.matchAll(TOKENS)) {
    if (token === '{' || token === '[') {
      open.push(new Set());
      require(open.length <= LEVELS, 'MALFORMED', 'too many levels');
    } else if (token === '}' || token === ']') {
      open.pop();
    } else if (string === undefined) {
      require(/^\d+$/.test(token), 'MALFORMED', 'no integer in range');
    } else {
      requireText(JSON.parse(string), colon !== undefined, open.at(-1));
    }
  }
  return value;
}

function requireText(text, isName, names) {
  require(text.isWellFormed(), 'MALFORMED', 'half a surrogate pair');
  if (!isName) return;
  require(text.length <= LONGEST_NAME, 'MALFORMED', 'the name of a field is too long');
  require(!names.has(text), 'MALFORMED', 'a field stands there twice');
  names.add(text);
}

function decode(bytes) {
  try {
    return fromUtf8(bytes);
  } catch {
    throw new Refused('MALFORMED', 'no UTF-8');
  }
}
