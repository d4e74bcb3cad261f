/** Where the workspace remembers its watched folders: activation looks whether there are any. */
export const WATCHED_FOLDERS = 'transcriptAuditor.watchedFolders';
