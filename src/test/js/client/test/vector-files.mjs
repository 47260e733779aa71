import { readFileSync, readdirSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const FOLDER = process.env.SEALWARD_VECTORS
  ? pathToFileURL(`${process.env.SEALWARD_VECTORS}/`)
  : new URL('../../../resources/vectors/', import.meta.url);

const read = (name) => JSON.parse(readFileSync(new URL(name, FOLDER), 'utf8'));

/** The cases of a file. */
export function vectors(name) {
  const file = read(name);
  return file.cases ?? file;
}

/** The files that belong to the protocol. */
export const published = () =>
  readdirSync(FOLDER).filter((name) => read(name).protocol === 'sealward/v1').sort();
