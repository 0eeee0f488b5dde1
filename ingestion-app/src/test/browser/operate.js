// Changes settings beside somebody else, and keeps a schedule.

import assert from 'node:assert/strict';
import { assertAccessible } from './page.js';

export async function operate({ page, main, button, step, go, eventually, kb, api }) {
  step('change settings');
  await go(`kb/${kb}/settings`);
  const priority = main.getByLabel('Priority');
  await priority.selectOption('7');
  await button('Save').click();
  await page.getByText(`Saved the settings of ${kb}`).waitFor();

  step('see that somebody else changed them meanwhile');
  const path = `/api/v1/knowledge-bases/${kb}/settings`;
  const { body, version } = await api(path, { method: 'GET' });
  const settings = JSON.parse(body);
  assert.equal(settings.priority, 7);
  await api(path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', 'If-Match': version },
    body: JSON.stringify({ ...settings, priority: 3 }),
  });
  await priority.selectOption('8');
  await button('Save').click();
  await page.getByText('Somebody else changed the settings while you did.').waitFor();
  await assertAccessible(page, 'settings that were changed meanwhile');
  await button('Show what they are now').click();
  await eventually(async () => (await priority.inputValue()) === '3', 'priority of somebody else');
  await priority.selectOption('5');
  await button('Save').click();
  await page.getByText(`Saved the settings of ${kb}`).first().waitFor();

  step('make a schedule');
  await go(`kb/${kb}/schedules`);
  await button('New schedule').click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Every', { exact: true }).fill('6');
  await assertAccessible(page, 'a new schedule');
  await dialog.getByRole('button', { name: 'Create' }).click();
  await main.getByText('Every 6 h').waitFor();

  step('change it to certain times, pause and resume it');
  await button('Change').click();
  await dialog.getByText('At certain times', { exact: true }).click();
  await dialog.getByLabel('Cron expression').fill('0 3 * * *');
  await dialog.getByLabel('Time zone').fill('Europe/Berlin');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await main.getByText('At 0 3 * * * (Europe/Berlin)').waitFor();
  await button('Pause schedule').click();
  await button('Resume schedule').click();
  await button('Pause schedule').waitFor();
  await assertAccessible(page, 'a schedule');

  step('remove it, and make it again');
  await button('Remove').click();
  await dialog.getByRole('button', { name: 'Remove the schedule' }).click();
  await main.getByText('No schedule', { exact: true }).waitFor();
  await button('New schedule').click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await main.getByText('Every 1 h').waitFor();
}
