/** What may be done by command while a queue hides something; whatever isn't named here waits until it is paused. */

/** They act on the transcript that is shown and ask what covers it, or show nothing of any transcript. */
const ALLOWED = new Set([
  'addNote',
  'clearLabel',
  'copyTranscript',
  'databaseInfo',
  'findInTranscript',
  'keepTranscript',
  'label',
  'labelReasoning',
  'markPassage',
  'nextTranscript',
  'nextInQueue',
  'nextPassage',
  'nextQuestion',
  'nextUnlabelled',
  'openTranscript',
  'openTranscriptToSide',
  'previousTranscript',
  'redoLabel',
  'reopenLastTranscript',
  'setConfidence',
  'showKeys',
  'skipItem',
  'toggleFlag',
  'toggleJudge',
  'toggleRaw',
  'undoLabel',
  // Settings, keys and logs.
  'addEndpoint',
  'findingSettings',
  'removeApiKey',
  'setApiKey',
  'shareLabels',
  'showLog',
  'stopSharingLabels',
  'syncSharedLabels',
  'testEndpoint',
  // Queues say themselves what they show.
  'openQueue',
  'pauseQueue',
  'renameQueue',
  'summariseQueue',
]);

const PREFIX = 'transcriptAuditor.';

/** Whether the command shows nothing that a queue may hide, or asks before it does. */
export function isAllowedBlind(command: string): boolean {
  return command.startsWith(PREFIX) && ALLOWED.has(command.slice(PREFIX.length));
}
