/** What VS Code calls the tab of label schemes; package.json activates the extension for it. */
export const SCHEME_VIEW_TYPE = 'transcriptAuditor.scheme';
