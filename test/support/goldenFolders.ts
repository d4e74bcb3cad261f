/** Parts of the public data whose findings are held to test/golden/findings.json; a study each. */
export const GOLDEN_FOLDERS: readonly string[] = [
  'emergent-misalignment',
  'inspect_ai',
  'subliminal-learning',
  'truthfulqa-multi',
];
