import type { TranscriptEvents, TranscriptRequests } from '../../../src/protocol/transcriptRequests.ts';
import type { HostClient } from '../../shared/hostClient.ts';

/** The extension host as this page sees it. */
export type TranscriptHost = HostClient<TranscriptRequests, TranscriptEvents>;
