import assert from 'node:assert/strict';
import test from 'node:test';
import { ofUpload } from './api.js';
import { bodyOf } from './components/schedule-dialog.js';
import { settingsOf } from './components/settings-form.js';
import { pathOf } from './views/uploads.js';
import { size } from './words.js';

test('a folder has its patterns, and uploads have none', () => {
  assert.deepEqual(
    settingsOf({
      kind: 'folder',
      root: ' /srv/docs ',
      include: '**/*.md\n\n **/*.txt ',
      exclude: '',
      hidden: 'on',
      priority: '7',
    }),
    {
      source: {
        kind: 'folder',
        root: '/srv/docs',
        include: ['**/*.md', '**/*.txt'],
        exclude: [],
        hidden: true,
      },
      priority: 7,
    },
  );
  assert.deepEqual(settingsOf({ kind: 'uploads', name: 'default', priority: '5' }), {
    source: { name: 'default', kind: 'uploads' },
    priority: 5,
  });
});

test('a schedule has either an interval or an expression', () => {
  assert.deepEqual(
    bodyOf({ when: 'every', number: '1.5', unit: '3600', watch: 'on', priority: '' }),
    { every: 5400, watch: true },
  );
  assert.deepEqual(
    bodyOf({ when: 'cron', cron: ' 0 3 * * * ', zone: 'Europe/Berlin', priority: '9' }),
    { cron: '0 3 * * *', zone: 'Europe/Berlin', watch: false, priority: 9 },
  );
  assert.deepEqual(bodyOf({ when: 'cron', cron: '0 3 * * *', zone: ' ', priority: '' }), {
    cron: '0 3 * * *',
    watch: false,
  });
});

test('a file goes into its folder, whatever slashes were typed', () => {
  assert.equal(pathOf('', { name: 'a.pdf' }), 'a.pdf');
  assert.equal(pathOf(' /reports//2026/ ', { name: 'a b.pdf' }), 'reports/2026/a b.pdf');
  assert.equal(ofUpload('inbox', 'r/50 %#1.pdf'), '/knowledge-bases/inbox/uploads/r/50%20%25%231.pdf');
});

test('sizes are said in a unit that fits', () => {
  assert.equal(size(1), '1 byte');
  assert.equal(size(999), '999 bytes');
  assert.equal(size(1_450), '1.45 KB');
  assert.equal(size(104_857_600), '105 MB');
});
