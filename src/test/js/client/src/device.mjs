import { readFileSync, renameSync, writeFileSync } from 'node:fs';

/**
 * What a device keeps: whom it has pinned, the newest vault revision and entries that it has seen,
 * how far it has read. Nothing of it is secret; without it, a lying service would have a second
 * chance at a first meeting.
 */
export class Device {
  #values;
  #save;

  constructor(values, save) {
    this.#values = values;
    this.#save = save;
  }

  static inMemory() {
    return new Device(new Map(), () => {});
  }

  /** In a file of JSON, written anew at every change. */
  static inFile(path) {
    let values = {};
    try {
      values = JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      if (error.code !== 'ENOENT') throw error;
    }
    const map = new Map(Object.entries(values));
    return new Device(map, () => {
      writeFileSync(`${path}.new`, JSON.stringify(Object.fromEntries(map)), { mode: 0o600 });
      renameSync(`${path}.new`, path);
    });
  }

  get(key) {
    return this.#values.get(key);
  }

  set(key, value) {
    this.#values.set(key, value);
    this.#save();
  }
}
