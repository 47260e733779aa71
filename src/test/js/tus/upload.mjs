// Uploads a file with tus-js-client, which resumes by itself. Prints each request that it makes.
// Then does the same by hand: stops, finds the upload again by what it remembers, deletes it.
//   node upload.mjs <file> <imageId> <secondImageId>
import fs from 'node:fs';
import * as tus from 'tus-js-client';

const { SERVICE, TOKEN, USER_ID, CONVERSATION_ID } = process.env;
const [file, imageId, secondImageId] = process.argv.slice(2);

function upload(id, options) {
  return new Promise((resolve, reject) => {
    const started = new tus.Upload(fs.createReadStream(file), {
      endpoint: `${SERVICE}/v1/uploads`,
      headers: { Authorization: `Bearer ${TOKEN}` },
      metadata: { imageId: id, subjectId: USER_ID, conversationId: CONVERSATION_ID },
      chunkSize: Infinity,
      retryDelays: Array(60).fill(500),
      onBeforeRequest: (request) =>
        console.log(request.getMethod(), request.getHeader('Upload-Offset') ?? '-'),
      onSuccess: () => resolve(started),
      onError: reject,
      ...options,
    });
    started.start();
  });
}

await upload(imageId, {});

const second = await upload(secondImageId, { chunkSize: 1 << 20 });
await second.abort(true);
console.log('done');
