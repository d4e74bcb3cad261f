/** VS Code's name for the language of suite files, as package.json contributes it. */
export const SUITE_LANGUAGE = 'transcript-auditor-suite';
