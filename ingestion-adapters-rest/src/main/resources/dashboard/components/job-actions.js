// What can be done to a job from where it stands.

import * as api from '../api.js';
import { h, put } from '../dom.js';
import { may } from '../session.js';
import * as store from '../store.js';
import { isActive } from '../words.js';
import { announce, button, checkbox, choice, field, notify, priorities } from './controls.js';
import { confirmDialog, openDialog } from './dialog.js';

const DONE = { pause: 'Pausing', resume: 'Resumed', cancel: 'Cancelled' };

/** The buttons for a knowledge base's latest job; `job` is undefined if it never had one. */
export function jobActions(kb, job, { all = true } = {}) {
  const element = h('div', { class: 'actions', role: 'group', 'aria-label': `Control ${kb}` });
  let shown = null;
  const update = (now) => {
    const state = now ? `${now.status} ${now.stopping}` : 'none';
    if (state !== shown && may('operate')) {
      shown = state;
      keepFocus(element, () => put(element, buttons(kb, now, all)));
    }
  };
  update(job);
  return { element, update };
}

/** Buttons are replaced while one of them may have the focus: it stays among them. */
function keepFocus(element, change) {
  const had = element.contains(document.activeElement);
  change();
  if (had) {
    element.querySelector('button')?.focus();
  }
}

function buttons(kb, job, all) {
  const kind = all ? 'primary' : '';
  const named = (word) => (all ? null : `${word} ${kb}`);
  if (!isActive(job)) {
    return [button('Start', () => openStart(kb), { kind, mark: 'play', hint: named('Start') })];
  }
  const cancel = button('Cancel', () => openCancel(kb), { mark: 'stop' });
  const priority = button('Priority', () => openPriority(kb), { mark: 'flag' });
  if (job.status === 'PAUSED' || job.status === 'FAILED') {
    const again = button('Resume', () => control(kb, 'resume'), {
      kind,
      mark: 'play',
      hint: named('Resume'),
    });
    const allow =
      job.error?.code === 'MASS_DELETE_REFUSED' &&
      button('Allow removal', () => openStart(kb, true), { mark: 'bin' });
    return all ? [again, allow, priority, cancel] : [again];
  }
  const pause = button('Pause', () => control(kb, 'pause'), {
    mark: 'pause',
    hint: named('Pause'),
    disabled: job.status === 'PENDING' || job.stopping,
  });
  return all ? [pause, priority, cancel] : [pause];
}

async function control(kb, verb) {
  store.learn(await api.post(api.ofKnowledgeBase(kb, verb)));
  announce(`${DONE[verb]}: ${kb}`);
}

function openCancel(kb) {
  confirmDialog(
    `Cancel the job of ${kb}?`,
    'It ends for good, and what waits is dropped. What is searchable now stays so; the next start begins a new job.',
    'Cancel the job',
    () => control(kb, 'cancel'),
  );
}

function openPriority(kb) {
  const current = store.jobOf(kb)?.priority ?? 5;
  openDialog({
    title: `Priority of ${kb}`,
    body: field(
      'Priority',
      priorities('priority', current),
      'Of the work that waits, that with the highest priority is done first.',
    ),
    action: 'Change',
    async submit({ priority }) {
      store.learn(
        await api.put(api.ofKnowledgeBase(kb, 'priority'), { priority: Number(priority) }),
      );
      notify(`Priority of ${kb} is now ${priority}`);
    },
  });
}

/** Starts a job, after asking which source where there are several. */
export async function openStart(kb, allowMassDelete = false) {
  const { sources } = await api.get(api.ofKnowledgeBase(kb));
  const settings = await settingsOf(kb);
  const names = [
    ...new Set([settings?.source?.name, ...sources.map((each) => each.name)].filter(Boolean)),
  ];
  if (names.length === 0) {
    throw new api.ApiError({
      detail: `${kb} has no source yet, so there is nothing to read. Ingest a folder into it with the command line: bin/ingestion ingest PATH --kb ${kb}`,
    });
  }
  openDialog({
    title: `Start ${kb}`,
    body: [
      names.length > 1
        ? field(
            'Source',
            choice(
              { name: 'source' },
              names.map((name) => [name, name]),
              names[0],
            ),
          )
        : h(
            'p',
            {},
            'Reads what is new or changed in the source, and removes what is gone from it.',
          ),
      field('Priority', priorities('priority', settings?.priority ?? 5)),
      checkbox(
        'Allow most documents to be removed',
        { name: 'allow_mass_delete', checked: allowMassDelete },
        'Without this, a run that would remove more than half of them stops and asks.',
      ),
    ],
    action: 'Start',
    submit: (values) =>
      start(kb, { ...values, source: values.source ?? names[0] }, settings, sources),
  });
}

/** Settings are there for knowledge bases that were made over the API. */
async function settingsOf(kb) {
  try {
    return await api.get(api.ofKnowledgeBase(kb, 'settings'));
  } catch (error) {
    if (error.status === 404 || error.status === 403) {
      return null;
    }
    throw error;
  }
}

async function start(kb, { source, priority, allow_mass_delete: allowed }, settings, sources) {
  const body = { priority: Number(priority), allow_mass_delete: Boolean(allowed) };
  if (source !== settings?.source?.name) {
    body.source = source;
    body.root = sources.find((each) => each.name === source)?.root;
  }
  store.learn(
    await api.post(api.ofKnowledgeBase(kb, 'start'), body, {
      'Idempotency-Key': api.idempotencyKey(),
    }),
  );
  notify(`Started ${kb}`);
}
