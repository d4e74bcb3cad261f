/** The transcript page: connects to the host, registers what it needs, draws. */
import { render } from 'preact';
import type { TranscriptEvents, TranscriptRequests } from '../../src/protocol/transcriptRequests.ts';
import { connectHost } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import '../shared/toolkitElements.ts';
import { vsCodeApi } from '../shared/vsCodeApi.ts';
import { perform } from './page/acts.ts';
import { App } from './page/app.tsx';
import { listenToKeys } from './page/keyboard.ts';
import { sayDrawn } from './page/sayDrawn.ts';
import { TranscriptPage } from './page/transcriptPage.ts';
import './transcript.css';

// Before the window's load event, or a light theme starts dark.
registerToolkit('button');

const page = new TranscriptPage(connectHost<TranscriptRequests, TranscriptEvents>(), vsCodeApi());
page.onAct((act) => perform(page, act));
listenToKeys(page);
document.addEventListener('visibilitychange', () => {
  page.screenTime.setVisible(document.visibilityState === 'visible');
});
sayDrawn(page);
const root = document.getElementById('root');
if (root !== null) render(<App page={page} />, root);
void page.start();
