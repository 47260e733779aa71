// Protocol §17.3: the sealed private bundle by way of the service.
import { sealedPrivateBundle } from '../protocol/shapes.mjs';

const PATH = '/v1/me/private-key';

export class ServiceVault {
  #service;
  #tokens;

  constructor(service, tokens) {
    this.#service = service;
    this.#tokens = tokens;
  }

  /** @returns {Promise<object | undefined>} */
  async get() {
    const found = await this.#service.find(PATH, 'private-key-not-found', await this.#identity());
    return found && sealedPrivateBundle(found);
  }

  async put(sealed) {
    await this.#service.put(PATH, sealed, await this.#identity());
  }

  async #identity() {
    return { 'sealward-identity-token': (await this.#tokens()).id };
  }
}
