// Protocol §17.6: uploads by tus 1.0.0.
import { ServiceProblem } from '../errors.mjs';
import { toBase64, utf8 } from '../protocol/bytes.mjs';

const PIECE = 4 << 20;
const ATTEMPTS = 8;
const PAUSE_MILLIS = 250;
const TUS = { 'tus-resumable': '1.0.0' };

/** Where to go on by asking the service; anything else ends the upload. */
const RESUMED = ['upload-broken-off', 'upload-offset-mismatch', 'upload-busy', 'upload-taken-over', 'overloaded'];

/**
 * Sends a whole ciphertext; goes on where it stood when the line breaks.
 *
 * @param {import('./service.mjs').Service} service
 * @param {{imageId: string, subjectId: string, conversationId: string}} image
 * @param {Uint8Array} ciphertext
 */
export async function send(service, { imageId, subjectId, conversationId }, ciphertext) {
  const metadata = Object.entries({ imageId, subjectId, conversationId })
    .map(([key, value]) => `${key} ${toBase64(utf8(value))}`)
    .join(',');
  await service.request('POST', '/v1/uploads', {
    headers: { ...TUS, 'upload-length': String(ciphertext.length), 'upload-metadata': metadata },
    repeatable: true,
  });
  const path = `/v1/uploads/${imageId}`;
  let attempts = 0;
  for (let offset = 0; offset < ciphertext.length; ) {
    try {
      const response = await service.request('PATCH', path, {
        headers: {
          ...TUS,
          'content-type': 'application/offset+octet-stream',
          'upload-offset': String(offset),
        },
        body: ciphertext.subarray(offset, offset + PIECE),
        repeatable: false,
      });
      offset = Number(response.headers.get('upload-offset'));
      attempts = 0;
    } catch (error) {
      const passes = !(error instanceof ServiceProblem) || RESUMED.includes(error.problem);
      if (!passes || ++attempts === ATTEMPTS) throw error;
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MILLIS * attempts));
      const response = await service.request('HEAD', path, { headers: TUS });
      offset = Number(response.headers.get('upload-offset'));
    }
  }
}
