/** What VS Code calls our transcript tabs; package.json activates the extension for them. */
export const TRANSCRIPT_VIEW_TYPE = 'transcriptAuditor.transcript';
