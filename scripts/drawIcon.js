// Draws media/icon.png, which the Marketplace wants as pixels, from media/icon.svg.
//
//   node scripts/drawIcon.js
import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { chromiumLaunchOptions } from './chromium.js';

const media = new URL('../media/', import.meta.url);
const browser = await chromium.launch(chromiumLaunchOptions());
const page = await browser.newPage({ viewport: { width: 128, height: 128 } });
await page.setContent(`<body style="margin:0">${readFileSync(new URL('icon.svg', media), 'utf8')}</body>`);
await page.screenshot({ path: new URL('icon.png', media).pathname, omitBackground: true });
await browser.close();
