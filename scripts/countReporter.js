// A reporter for node:test that ends with one line of JSON: how many tests passed, failed and were skipped.

/** Counts what ran; a file that could not be loaded is a failure of its own. */
async function* countReporter(events) {
  let counts;
  for await (const { type, data } of events) {
    // One summary comes with each file; the last one, without a file, is over all of them.
    if (type === 'test:summary' && data.file === undefined) counts = data.counts;
  }
  if (counts === undefined) return;
  const { passed, failed, cancelled, skipped, todo } = counts;
  yield `${JSON.stringify({ passed, failed: failed + cancelled, skipped: skipped + todo })}\n`;
}

// `node --test` takes a reporter from a module's default export.
export { countReporter as default };
