// Protocol §16 and §17.5: the WebSocket.
import { ServiceProblem } from './errors.mjs';
import { Refused } from './protocol/refused.mjs';
import { parseStrict } from './protocol/json.mjs';

const LONGEST_PAUSE_MILLIS = 30_000;
const RENEW_BEFORE_MILLIS = 60_000;
/** Before the service takes silence for a line that broke. */
const ALIVE_MILLIS = 40_000;

/**
 * One listener's stream of events: each of them once, in the order of its stream, also over broken
 * lines. An event is acknowledged when the listener's promise for it is fulfilled.
 */
export class Live {
  #session;
  #listener;
  #socket;
  #timer;
  #alive;
  #ended = false;
  #failures = 0;
  #work = Promise.resolve();
  /** @type {(value?: unknown) => void} */
  #caughtUp;

  /** Resolved when everything that was there has been heard for the first time. */
  caughtUp = new Promise((resolve) => {
    this.#caughtUp = resolve;
  });

  /**
   * @param {import('./session.mjs').Session} session
   * @param {(event: object) => unknown} listener
   */
  constructor(session, listener) {
    this.#session = session;
    this.#listener = listener;
    this.#connect();
  }

  close() {
    this.#ended = true;
    clearTimeout(this.#timer);
    clearInterval(this.#alive);
    this.#socket?.close();
  }

  #connect() {
    const socket = new WebSocket(`${this.#session.service.url.replace(/^http/, 'ws')}/v1/stream`);
    this.#socket = socket;
    socket.acknowledged = 0;
    socket.addEventListener('open', () => this.#authenticate(socket));
    socket.addEventListener('message', ({ data }) => {
      this.#work = this.#work.then(() => this.#receive(socket, parseStrict(data))).catch(() => socket.close());
    });
    socket.addEventListener('error', () => socket.close());
    socket.addEventListener('close', () => this.#lost(socket));
  }

  #lost(socket) {
    if (this.#ended || socket !== this.#socket) return;
    const pause = Math.min(LONGEST_PAUSE_MILLIS, 250 * 2 ** this.#failures++);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#connect(), pause * (0.5 + Math.random() / 2));
  }

  async #authenticate(socket) {
    try {
      const { access, expiresAt } = await this.#session.tokens();
      this.#say(socket, { type: 'authenticate', token: access });
      clearTimeout(this.#timer);
      const left = expiresAt - this.#session.now() - RENEW_BEFORE_MILLIS;
      this.#timer = setTimeout(() => this.#authenticate(socket), Math.max(1000, left));
    } catch {
      socket.close();
    }
  }

  #say(socket, frame) {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify(frame));
  }

  async #receive(socket, frame) {
    if (socket !== this.#socket) return;
    switch (frame.type) {
      case 'ready':
        this.#ready(socket, frame);
        break;
      case 'event':
        await this.#hear(frame);
        socket.acknowledged = frame.frame;
        this.#say(socket, { type: 'ack', frame: frame.frame });
        break;
      case 'caught-up':
        this.#caughtUp();
        break;
      case 'refused':
        socket.close();
        break;
      default:
        // A later version's frame.
    }
  }

  /** Comes at the beginning and after every renewal; only a socket's first one is answered. */
  #ready(socket, { timeline }) {
    if (socket.resumed) return;
    socket.resumed = true;
    clearInterval(this.#alive);
    this.#alive = setInterval(
      () => this.#say(socket, { type: 'ack', frame: socket.acknowledged }), ALIVE_MILLIS);
    this.#failures = 0;
    if (this.#session.positions.timeline !== timeline) this.#session.positions = { timeline, streams: {} };
    this.#say(socket, { type: 'resume', timeline, positions: this.#session.positions.streams });
  }

  async #hear({ stream, seq, kind, at, actor, body }) {
    const { positions } = this.#session;
    if (seq <= (positions.streams[stream] ?? 0)) return;
    const event = await this.#event({ stream, seq, kind, at, actor, body });
    if (event) await this.#listener(event);
    positions.streams[stream] = seq;
    this.#session.positions = positions;
  }

  async #event({ stream, seq, kind, at, actor, body }) {
    const shown = { type: kind, seq, at, actorId: actor };
    if (kind === 'message') {
      const conversation = this.#session.conversation(stream);
      return { ...shown, conversationId: stream, message: await conversation.receive({ seq, at, message: body }) };
    }
    if (kind === 'membership') {
      try {
        const member = await this.#session.conversation(stream).receiveEntry({ seq, at, entry: body });
        return { ...shown, conversationId: stream, member };
      } catch (error) {
        if (error instanceof Refused) return { ...shown, conversationId: stream, failure: error.failure };
        if (error instanceof ServiceProblem && error.status === 404) return undefined;
        throw error;
      }
    }
    if (kind === 'member-keys') {
      this.#session.directory.forget(body.userId);
      await this.#session.directory.look(body.userId);
    }
    return { ...shown, body };
  }
}
