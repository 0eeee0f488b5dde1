// Makes a knowledge base for uploads, sends real pages to it, and finds them.

import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { assertAccessible } from './page.js';

const FEW = 4;
const TOO_LARGE = Buffer.alloc(3 * 1024 * 1024);

export async function upload({ page, main, button, standing, step, shot, folder }) {
  step('create a knowledge base for uploads');
  await button('New knowledge base').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('inbox');
  await dialog.getByText('Uploads', { exact: true }).click();
  assert.ok(await dialog.getByRole('radio', { name: 'Uploads' }).isChecked());
  assert.ok(!(await dialog.getByLabel('Folder', { exact: true }).isVisible()));
  await assertAccessible(page, 'a new knowledge base for uploads');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await page.getByText('Drop documents here').waitFor();
  await assertAccessible(page, 'nothing uploaded yet');

  step('send documents, one of them too large');
  const pages = (await readdir(folder)).filter((name) => /^[b-r].*\.html$/.test(name)).sort();
  await page.getByLabel('Into the folder').fill('postgresql/15');
  const files = page.getByLabel('Files to upload');
  await files.setInputFiles(pages.slice(0, FEW).map((name) => `${folder}/${name}`));
  await main.getByText(`${FEW} documents sent.`).waitFor();
  await page.getByLabel('Into the folder').fill('');
  await files.setInputFiles({
    name: 'too-large.bin',
    mimeType: 'application/octet-stream',
    buffer: TOO_LARGE,
  });
  await main.getByText(`${FEW} documents sent, 1 refused.`).waitFor();
  const refused = main.locator('.files li').filter({ hasText: 'too-large.bin' });
  await refused.getByText('larger than').waitFor();
  await assertAccessible(page, 'uploaded files');
  await shot('upload');

  step('read what was sent');
  await button('Read them now').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await standing('Completed').waitFor();
  await page.getByRole('link', { name: 'Documents', exact: true }).click();
  const document = page.getByRole('link', { name: `postgresql/15/${pages[0]}` });
  await document.click();

  step('remove one of them');
  await button('Remove').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Remove the document' }).click();
  await page.getByText('is removed; the next job takes it from the index').waitFor();
  await button('Start').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Start' }).click();
  await page.getByRole('link', { name: 'Job', exact: true }).click();
  const removed = main
    .locator('.figures > div')
    .filter({ hasText: 'Removed' })
    .getByText('1', { exact: true });
  await removed.waitFor();
  await standing('Completed').waitFor();
}
