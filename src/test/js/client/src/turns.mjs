/** Runs work one after another where it is about the same thing. */
export function turns() {
  const last = new Map();
  return (about, work) => {
    const run = (last.get(about) ?? Promise.resolve()).then(work, work);
    last.set(about, run);
    return run;
  };
}
