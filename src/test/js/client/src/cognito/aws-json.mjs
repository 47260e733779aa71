// Protocol §17.2: AWS's JSON protocol, one POST for every operation.

/** AWS refused a call; `code` is its name for the reason. */
export class AwsError extends Error {
  constructor(code, status) {
    super(`AWS: ${code}`);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/**
 * @param {string} target service and operation, as `X-Amz-Target` has them
 * @param {'1.0' | '1.1'} version of the protocol
 * @param {Record<string, string>} [signature] headers that sign the call
 */
export async function call(endpoint, target, version, body, signature = {}) {
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: { ...headers(target, version), ...signature },
    body,
  });
  const answer = await response.text();
  if (response.ok) return answer === '' ? {} : JSON.parse(answer);
  throw new AwsError(codeOf(answer, response), response.status);
}

export const headers = (target, version) => ({
  'content-type': `application/x-amz-json-${version}`,
  'x-amz-target': target,
});

/** The part behind `#`; the message beside it may name people, so it is left out. */
function codeOf(answer, response) {
  try {
    return String(JSON.parse(answer).__type).split('#').at(-1);
  } catch {
    return `status ${response.status}`;
  }
}
