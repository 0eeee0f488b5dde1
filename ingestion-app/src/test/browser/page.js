// A page in Debian's chromium, and a record of what must not happen on it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { chromium } from 'playwright-core';

const AXE = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PATIENCE_MS = 120_000;
const WIDE = { width: 1280, height: 900 };
const PHONE = { width: 390, height: 844 };

/** Opens a browser on a server; `complaints` collects console errors and foreign requests. */
export async function openBrowser(executablePath, origin) {
  // The sandbox wants more of the kernel than a container gives.
  const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await browser.newContext({ viewport: WIDE, deviceScaleFactor: 1.5 });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const watch = { complaints: [], serverIsAway: false };
  page.on('console', (message) => hear(message, watch));
  page.on('pageerror', (error) => watch.complaints.push(`Uncaught: ${error.stack}`));
  page.on('request', (request) => {
    if (new URL(request.url()).origin !== origin) {
      watch.complaints.push(`Request off the origin: ${request.url()}`);
    }
  });
  return { browser, page, watch };
}

function hear(message, watch) {
  if (message.type() !== 'error' || isExpected(message, watch)) {
    return;
  }
  watch.complaints.push(`Console: ${message.text()} (${message.location().url})`);
}

/** Answers that are no success and part of the story; the browser itself reports them. */
const EXPECTED = [
  ['/api/v1/session', '401'],
  ['/settings', '412'],
  ['/uploads/too-large.bin', '413'],
];

function isExpected(message, watch) {
  const { url } = message.location();
  const known = EXPECTED.find(([end]) => url.endsWith(end));
  return known ? message.text().includes(known[1]) : watch.serverIsAway;
}

/** Keeps what is shown, if anybody wants it. */
export async function photograph(page, folder, name, { phone = false, dark = false, whole = false } = {}) {
  await page.setViewportSize(phone ? PHONE : WIDE);
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  if (folder) {
    const path = `${folder}/${name}.png`;
    await page.screenshot({ path, fullPage: whole, animations: 'disabled' });
  }
  await page.setViewportSize(WIDE);
  await page.emulateMedia({ colorScheme: 'light' });
}

/** Has axe look at what is shown. */
export async function assertAccessible(page, what) {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  const grave = violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`);
  assert.deepEqual(grave, [], `axe on ${what}`);
}

/** Nothing is wider than the screen. */
export async function assertFits(page, what) {
  const { content, screen } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    screen: document.documentElement.clientWidth,
  }));
  assert.ok(content <= screen, `${what} is ${content} px wide on a screen of ${screen} px`);
}
