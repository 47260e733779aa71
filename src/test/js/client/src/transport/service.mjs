// Protocol §17.1: requests to the service.
import { ServiceProblem } from '../errors.mjs';
import { parseStrict } from '../protocol/json.mjs';

const ATTEMPTS = 4;
const PAUSE_MILLIS = 250;

const bytesOf = async (response) => new Uint8Array(await response.arrayBuffer());

const pause = (millis) => new Promise((resolve) => setTimeout(resolve, millis));

/** Whether a refusal passes. After 408 and 503, nobody knows whether the request was carried out. */
const passes = (status, repeatable) =>
  status === 429 || ([408, 503].includes(status) && repeatable);

export class Service {
  #url;
  #tokens;

  /**
   * @param {string} url of the service
   * @param {() => Promise<{access: string, id: string}>} tokens current ones
   */
  constructor(url, tokens) {
    this.#url = url.replace(/\/$/, '');
    this.#tokens = tokens;
  }

  get url() {
    return this.#url;
  }

  /** JSON that the service answers a GET with. */
  async get(path, headers) {
    return parseStrict(await bytesOf(await this.request('GET', path, { headers })));
  }

  /** Like {@link get}, but undefined where the service finds nothing of that kind. */
  async find(path, problem, headers) {
    try {
      return await this.get(path, headers);
    } catch (error) {
      if (error instanceof ServiceProblem && error.problem === problem) return undefined;
      throw error;
    }
  }

  /** @param {{repeatable?: boolean}} [options] whether a second time changes nothing */
  post(path, body, options) {
    return this.#send('POST', path, body, options);
  }

  put(path, body, headers) {
    return this.#send('PUT', path, body, { headers });
  }

  async #send(method, path, body, { headers, ...options } = {}) {
    const response = await this.request(method, path, {
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      body: body === undefined ? undefined : JSON.stringify(body),
      ...options,
    });
    const bytes = await bytesOf(response);
    return bytes.length === 0 ? undefined : parseStrict(bytes);
  }

  /** Everything of a list that comes in pages; `cursor` names the parameter that goes on. */
  async *pages(path, cursor, start) {
    let next = start;
    do {
      const url = new URL(this.#url + path);
      if (next !== undefined) url.searchParams.set(cursor, next);
      const page = await this.get(url.pathname + url.search);
      yield* page.items;
      next = page.next;
    } while (next !== undefined && next !== null);
  }

  /**
   * Sends a request, again when the line broke or the service is busy.
   *
   * @param {{headers?: Record<string, string>, body?: BodyInit, repeatable?: boolean}} [options]
   * @returns {Promise<Response>} one of success; any other is a {@link ServiceProblem}
   */
  async request(method, path, { headers = {}, body, repeatable = method !== 'POST' } = {}) {
    for (let attempt = 1; ; attempt++) {
      const { access } = await this.#tokens();
      const authorization = `Bearer ${access}`;
      try {
        const response = await fetch(this.#url + path, {
          method,
          headers: { ...headers, authorization },
          body,
        });
        if (response.ok) return response;
        const again = passes(response.status, repeatable) && attempt < ATTEMPTS;
        if (!again) throw await problemOf(response);
        await response.arrayBuffer();
        await pause(1000 * Number(response.headers.get('retry-after') ?? 0));
      } catch (error) {
        const again = repeatable && attempt < ATTEMPTS && !(error instanceof ServiceProblem);
        if (!again) throw error;
      }
      await pause(PAUSE_MILLIS * 2 ** attempt);
    }
  }
}

export async function problemOf(response) {
  let problem = {};
  try {
    problem = JSON.parse(await response.text());
  } catch {
    // Not from the service, but from something in between.
  }
  return new ServiceProblem({ ...problem, status: response.status });
}

/** What a client has to know before anybody logs in (§17.1). */
export async function deploymentOf(url) {
  const response = await fetch(new URL('/v1/deployment', url));
  if (!response.ok) throw await problemOf(response);
  return response.json();
}
