/** The page of agreement and corrected rates: connects to the host, registers what it needs, draws. */
import { render } from 'preact';
import type { AuditPageEvents, AuditPageRequests } from '../../src/protocol/auditPage.ts';
import { connectHost } from '../shared/host.ts';
import { registerToolkit } from '../shared/toolkit.ts';
import '../shared/toolkitElements.ts';
import { App } from './app.tsx';
import { AuditPageModel } from './auditPageModel.ts';
import './audit.css';

// Before the window's load event, or a light theme starts dark.
registerToolkit('button');

const page = new AuditPageModel(connectHost<AuditPageRequests, AuditPageEvents>());
const root = document.getElementById('root');
if (root !== null) render(<App page={page} />, root);
void page.start();
