// Protocol §7.4 and §7.6: what messages say, and what is to be shown of them.
import { binary, isId } from './encoding.mjs';
import { parse } from './json.mjs';
import { require } from './refused.mjs';

const STATES = ['delivered', 'read'];

function text(json, field) {
  require(typeof json[field] === 'string', 'MALFORMED');
  return json[field];
}

function target(json) {
  require(isId(json.messageId), 'MALFORMED');
  require(binary(text(json, 'messageHash')).length === 32, 'MALFORMED');
  return { messageId: json.messageId, messageHash: json.messageHash };
}

function topic(json) {
  const characters = [...text(json, 'topic')].length;
  require(characters >= 1 && characters <= 200, 'MALFORMED');
  return { topic: json.topic };
}

const READERS = {
  text: (json) => ({ text: text(json, 'text') }),
  reply: (json) => ({ text: text(json, 'text'), ...target(json) }),
  edit: (json) => ({ text: text(json, 'text'), ...target(json) }),
  retract: target,
  receipt: (json) => ({ state: text(json, 'state'), ...target(json) }),
  topic,
};

function object(encoded) {
  const json = parse(encoded);
  require(json !== null && typeof json === 'object' && !Array.isArray(json), 'MALFORMED');
  return json;
}

/** The size and the root of the key log as the sender saw it; undefined when nothing is said. */
export function checkpoint(encoded) {
  const told = object(encoded).checkpoint;
  if (told === undefined) return undefined;
  require(Number.isSafeInteger(told?.size) && told.size >= 0, 'MALFORMED');
  const root = binary(text(told, 'root'));
  require(root.length === 32, 'MALFORMED');
  return { size: told.size, root };
}

/** The fields of a content that this version knows, or the name of a type that it does not. */
export function read(encoded) {
  const json = object(encoded);
  const type = text(json, 'type');
  if (!Object.hasOwn(READERS, type)) return { unknownType: type };
  const fields = READERS[type](json);
  if (type === 'receipt' && !STATES.includes(fields.state)) return { unknownType: type };
  return { type, ...fields };
}

/** Messages in order of seq, each `{seq, senderId, messageId, messageHash, content}`. */
export function transcript(messages) {
  const all = messages.map((message) => ({ ...message, says: read(message.content) }));
  const find = (hash) => all.find((message) => message.messageHash === hash);
  const about = ({ says }) => ['edit', 'retract', 'receipt'].includes(says.type);

  const allowed = (message, named) => {
    const own = named.senderId === message.senderId;
    switch (message.says.type) {
      case 'edit': return own && ['text', 'reply'].includes(named.says.type);
      case 'retract': return own && !about(named) && named.says.type !== 'topic';
      default: return named.says.type !== 'receipt';
    }
  };
  const verdict = (message) => {
    if (!about(message)) return 'counts';
    const named = find(message.says.messageHash);
    if (!named) return 'waiting';
    const fits = named.messageId === message.says.messageId && allowed(message, named);
    return fits ? 'counts' : 'ignored';
  };

  const counting = all.filter((message) => verdict(message) === 'counts');
  const naming = (type, message) => counting.filter(
    ({ says }) => says.type === type && says.messageHash === message.messageHash);
  const line = (message) => {
    const { seq, says } = message;
    if (verdict(message) !== 'counts') return { seq, line: verdict(message) };
    if (naming('retract', message).length > 0) return { seq, line: 'retracted' };
    const edit = naming('edit', message).at(-1);
    const content = edit ? { ...says, text: edit.says.text } : says;
    return { seq, line: 'said', edited: edit !== undefined, content };
  };
  const lines = all
    .filter((message) => verdict(message) !== 'counts' || !about(message))
    .map(line);

  const receipts = counting.filter(({ says }) => says.type === 'receipt');
  const furthest = (userId, states) => Math.max(0, ...receipts
    .filter(({ senderId, says }) => senderId === userId && states.includes(says.state))
    .map(({ says }) => find(says.messageHash).seq));
  const readings = [...new Set(receipts.map(({ senderId }) => senderId))].sort().map((userId) => ({
    userId, deliveredSeq: furthest(userId, STATES), readSeq: furthest(userId, ['read']),
  }));
  return { lines, readings, topic: all.findLast(({ says }) => says.type === 'topic')?.says.topic };
}
