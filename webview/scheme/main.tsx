/** The page that edits label schemes: connects to the host, registers what it needs, draws. */
import { render } from 'preact';
import type { SchemePageEvents, SchemePageRequests } from '../../src/protocol/schemePage.ts';
import { connectHost } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import '../shared/toolkitElements.ts';
import { vsCodeApi } from '../shared/vsCodeApi.ts';
import { App } from './app.tsx';
import { SchemePageModel } from './schemePageModel.ts';
import './scheme.css';

// Before the window's load event, or a light theme starts dark.
registerToolkit('button');

const page = new SchemePageModel(connectHost<SchemePageRequests, SchemePageEvents>(), vsCodeApi());
const root = document.getElementById('root');
if (root !== null) render(<App page={page} />, root);
void page.start();
