// A reporter for node:test that ends with one line of JSON: how many tests passed, failed and were skipped, over all and in
// each file.

/** Counts what ran; a file that could not be loaded is a failure of its own. */
async function* countReporter(events) {
  let total;
  const files = {};
  for await (const { type, data } of events) {
    // One summary comes with each file; the last one, without a file, is over all of them.
    if (type !== 'test:summary') continue;
    if (data.file === undefined) total = inOurs(data.counts);
    else files[data.file] = inOurs(data.counts);
  }
  if (total !== undefined) yield `${JSON.stringify({ ...total, files })}\n`;
}

function inOurs({ passed, failed, cancelled, skipped, todo }) {
  return { passed, failed: failed + cancelled, skipped: skipped + todo };
}

// `node --test` takes a reporter from a module's default export.
export { countReporter as default };
