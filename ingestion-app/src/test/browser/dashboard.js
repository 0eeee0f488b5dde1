// What a person does on the dashboard, one step after another. Prints each step; DashboardIT, which
// runs the server, listens for those that begin with "PLEASE" and does what they ask for.
//
// Environment: URL of the server, TOKEN for it, FOLDER of documents on it, GATE, a file that lets
// slow documents go on, MENDED, a file that is broken until this program mends it, CHROMIUM, and
// SHOTS, a folder for what it looks like.

import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { operate } from './operate.js';
import { assertAccessible, assertFits, openBrowser, photograph } from './page.js';
import { upload } from './upload.js';

const { URL: url, TOKEN, FOLDER, GATE, MENDED, CHROMIUM, SHOTS } = process.env;
const KB = 'manual';
const { browser, page, watch } = await openBrowser(CHROMIUM, new URL(url).origin);
const main = page.getByRole('main');
const standing = (word) => main.locator('header .badge').filter({ hasText: word });
const button = (name) => page.getByRole('button', { name, exact: true });

try {
  await signIn();
  await upload({ page, main, button, standing, step, shot, folder: FOLDER });
  await create();
  await watchProgress();
  await openAnew();
  await pauseAndResume();
  await outliveTheServer();
  await complete();
  await search();
  await replay();
  await operate({ page, main, button, step, go, eventually, kb: KB, api });
  await lookEverywhere();
  assert.deepEqual(watch.complaints, []);
} finally {
  await browser.close();
}

async function signIn() {
  step('sign in');
  await page.goto(url);
  await assertAccessible(page, 'login');
  await page.getByLabel('Token').fill('a wrong one');
  await button('Sign in').click();
  await main.getByRole('alert').waitFor();
  await page.getByLabel('Token').fill(TOKEN);
  await button('Sign in').click();
  await page.getByText('No knowledge base yet').waitFor();
  assert.equal(await page.evaluate(() => JSON.stringify(localStorage)), '{}');
  assert.ok(!page.url().includes(TOKEN));
  await assertAccessible(page, 'no knowledge bases');
  await shot('empty');
}

async function create() {
  step('create, and start');
  await go('');
  await button('New knowledge base').click();
  const dialog = page.getByRole('dialog');
  await assertAccessible(page, 'new knowledge base');
  await dialog.getByLabel('Name').fill(KB);
  await dialog.getByLabel('Folder', { exact: true }).fill(FOLDER);
  await shot('create');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByRole('heading', { level: 1, name: KB }).waitFor();
  await standing('Running').waitFor();
}

async function watchProgress() {
  step('watch progress');
  const bar = main.getByRole('progressbar', { name: 'Chunks in the index' });
  await bar.waitFor();
  const part = () => bar.evaluate((each) => each.value / each.max);
  await eventually(async () => (await part()) > 0, 'progress');
  await page.getByText('Live', { exact: true }).waitFor();
  await assertAccessible(page, 'a running job');
  await eventually(async () => (await drawn()) > 20, 'course');
  await shot('job', { dark: true });
  await go('');
  await main.locator('.kb', { hasText: KB }).locator('.spark .line[d*=L]').waitFor();
  await shot('overview');
  await go(`kb/${KB}`);
}

/** How many seconds the chart of the job shows. */
async function drawn() {
  const line = main.locator('.chart .line');
  return (await line.count()) === 0 ? 0 : (await line.getAttribute('d')).split('L').length;
}

async function openAnew() {
  step('open the page anew: the chart does not begin anew');
  await main.locator('.chart .line[d*=L]').waitFor();
  const before = await drawn();
  await page.reload();
  await main.locator('.chart .line[d*=L]').waitFor();
  const after = await drawn();
  assert.ok(after > before - 3, `${after} seconds are drawn, and ${before} were`);
}

async function pauseAndResume() {
  step('change the priority, pause and resume');
  await button('Priority').click();
  await page.getByRole('dialog').getByLabel('Priority').selectOption('9');
  await button('Change').click();
  await main.locator('.facts-list').getByText('9', { exact: true }).waitFor();
  await button('Pause').click();
  await standing('Paused').waitFor();
  await button('Resume').click();
  await standing('Running').waitFor();
}

async function outliveTheServer() {
  step('see the server die and come back');
  const before = await job();
  watch.serverIsAway = true;
  step('PLEASE kill');
  await page.getByText('The server does not answer.').waitFor();
  await page.getByText('Not connected', { exact: true }).waitFor();
  step('PLEASE serve');
  // Sessions are the process's own: whoever starts it again may want the token again.
  const token = page.getByLabel('Token');
  const live = page.getByText('Live', { exact: true });
  await live.or(token).waitFor();
  watch.serverIsAway = false;
  if (await token.isVisible()) {
    await token.fill(TOKEN);
    await button('Sign in').click();
  }
  await live.waitFor();
  await standing('Running').waitFor();
  const after = await job();
  assert.equal(after.id, before.id, 'the same job goes on');
  assert.ok(after.indexed >= before.indexed, `${before.indexed} chunks, then ${after.indexed}`);
}

/** Which job is shown, and how many chunks it has in the index. */
async function job() {
  const bar = main.getByRole('progressbar', { name: 'Chunks in the index' });
  return {
    id: await main.locator('.facts-list code').first().textContent(),
    indexed: await bar.evaluate((each) => each.value),
  };
}

async function complete() {
  step('see it completed');
  await writeFile(GATE, '');
  await standing('Completed').waitFor();
  await page.getByText('Left out').waitFor();
  await page.getByText('broken.pdf').first().waitFor();
  await shot('failing', { phone: true, whole: true });
  const { body } = await api('/metrics', { method: 'GET' });
  assert.match(body, /^ingestion_jobs_total\{.*outcome="completed".*\} [1-9]/m, 'metrics moved');
}

async function search() {
  step('search, and go to the place');
  await page.getByRole('link', { name: 'Search', exact: true }).click();
  await page
    .getByRole('searchbox', { name: `Search ${KB}` })
    .fill('reclaim storage occupied by dead tuples vacuum');
  await button('Search').click();
  const hit = main.locator('.hit').filter({ hasText: 'vacuum' }).first();
  await hit.locator('mark').first().waitFor();
  await assertAccessible(page, 'hits');
  await shot('search', { phone: true });
  await hit.getByRole('link').click();
  await main.locator('mark[data-target]').waitFor();
  const seen = await main.locator('mark[data-target]').evaluate((mark) => {
    const { top } = mark.getBoundingClientRect();
    return top < window.innerHeight && document.activeElement === mark;
  });
  assert.ok(seen, 'the passage is in sight and has the focus');
  await assertAccessible(page, 'a document');
}

async function replay() {
  step('replay a dead letter');
  await page.getByRole('link', { name: 'Dead letters' }).click();
  const letter = main.locator('.letter').first();
  await letter.waitFor();
  await letter.getByText('Error in full').click();
  await letter.getByRole('heading', { name: 'Stack' }).waitFor();
  await assertAccessible(page, 'dead letters');
  await shot('dead-letters');
  await writeFile(MENDED, 'It can be read now.\n');
  await letter.getByRole('checkbox').check();
  await button('Replay 1 letter').click();
  await page.getByText('1 dead letter will be tried again').waitFor();
  await page.getByText('No dead letters').waitFor();
}

/** Every view in light and dark, and as wide as a phone. */
async function lookEverywhere() {
  const views = [
    '',
    'jobs',
    'kb/inbox/uploads',
    ...['', '/search', '/documents', '/dead-letters', '/schedules', '/settings', '/upkeep'].map(
      (tab) => `kb/${KB}${tab}`,
    ),
  ];
  for (const colours of ['light', 'dark']) {
    await chooseColours(colours);
    for (const view of views) {
      step(`look at #/${view} in ${colours}`);
      await page.setViewportSize({ width: 1280, height: 900 });
      await go(view);
      await assertAccessible(page, `#/${view} in ${colours}`);
      await page.setViewportSize({ width: 360, height: 740 });
      await assertFits(page, `#/${view}`);
    }
    await assertAccessible(page, `a phone in ${colours}`);
  }
  step('reach the content with the keyboard');
  await page.reload();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
}

async function chooseColours(colours) {
  const html = page.locator('html');
  await eventually(async () => {
    if ((await html.getAttribute('data-theme')) === colours) {
      return true;
    }
    await page.getByRole('button', { name: /^Colours/ }).click();
    return false;
  }, `${colours} colours`);
  const scheme = await html.evaluate((each) => getComputedStyle(each).colorScheme);
  assert.equal(scheme, colours);
}

/** Goes to a view and waits until it is shown. */
async function go(view) {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, `#/${view}`);
  await page.locator('main:not([aria-busy]) h1').waitFor();
}

/** Keeps a picture of this moment for the documentation. */
function shot(name, how) {
  return photograph(page, SHOTS, name, how);
}

/** What a program does beside the person. */
async function api(path, options) {
  const response = await fetch(new URL(path, url), {
    ...options,
    headers: { Authorization: `Bearer ${TOKEN}`, ...options.headers },
  });
  const body = await response.text();
  assert.ok(response.ok, `${path}: ${response.status} ${body}`);
  return { body, version: response.headers.get('ETag') };
}

async function eventually(holds, what) {
  for (let tries = 0; tries < 300; tries += 1) {
    if (await holds()) {
      return;
    }
    await page.waitForTimeout(200);
  }
  assert.fail(`Still no ${what}`);
}

function step(text) {
  console.log(text);
}
