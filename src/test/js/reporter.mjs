// Reporter for `node --test`: one JSON object a line for every test that ended, suites left out.
export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === 'test:stderr') {
      yield `${JSON.stringify({ type: 'note', text: data.message })}\n`;
    }
    const ended = type === 'test:pass' || type === 'test:fail';
    if (!ended || data.details.type === 'suite') continue;
    const error = data.details.error;
    yield `${JSON.stringify({
      type: 'test',
      name: data.name,
      file: data.file,
      line: data.line,
      passed: type === 'test:pass',
      skipped: data.skip === undefined || data.skip === false ? undefined : String(data.skip),
      error: error && (error.cause?.stack ?? String(error.cause ?? error.stack)),
    })}\n`;
  }
}
