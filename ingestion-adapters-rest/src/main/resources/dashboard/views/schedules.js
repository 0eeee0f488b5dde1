// When the sources of a knowledge base are read again by themselves.

import * as api from '../api.js';
import { button, notify } from '../components/controls.js';
import { confirmDialog } from '../components/dialog.js';
import { emptiness, time } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { pagedList } from '../components/list.js';
import { openSchedule } from '../components/schedule-dialog.js';
import { h, put } from '../dom.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import { duration, inWords } from '../words.js';

export async function showSchedules({ params: { kb }, signal }) {
  const { sources } = await api.get(api.ofKnowledgeBase(kb), {}, signal);
  const scheduled = new Set();
  const tools = h('div', { class: 'tools' });
  const list = pagedList({
    path: api.ofKnowledgeBase(kb, 'schedules'),
    key: 'schedules',
    holder: h('ul', { class: 'cards' }),
    signal,
    item(schedule) {
      scheduled.add(schedule.source);
      return card(schedule);
    },
    empty: () =>
      emptiness('No schedule', noneYet(sources), may('operate') && sources.length > 0 && newButton()),
    onPage: () => put(tools, scheduled.size > 0 && free().length > 0 && may('operate') && newButton()),
  });
  await reload();
  return {
    title: `Schedules of ${kb}`,
    element: kbPage(kb, 'schedules', h('div', {}, tools, list.element), signal),
  };

  async function reload() {
    scheduled.clear();
    await list.reload();
  }

  /** The sources that have none; a source has one at most. */
  function free() {
    return sources.map(({ name }) => name).filter((name) => !scheduled.has(name));
  }

  function newButton() {
    return button('New schedule', () => openSchedule(kb, free(), null, reload), {
      kind: 'primary',
      mark: 'plus',
    });
  }

  function card(schedule) {
    return h(
      'li',
      { class: 'panel schedule' },
      h(
        'div',
        {},
        h('h2', {}, timing(schedule)),
        h(
          'p',
          { class: 'muted' },
          `${schedule.source} · `,
          h('span', { class: 'path' }, schedule.root),
        ),
      ),
      may('operate') && actions(schedule),
      h(
        'dl',
        { class: 'facts-list' },
        facts(schedule).map(([label, value]) =>
          h('div', {}, h('dt', {}, label), h('dd', {}, value)),
        ),
      ),
    );
  }

  function actions(schedule) {
    const path = api.ofKnowledgeBase(kb, 'schedules', encodeURIComponent(schedule.source));
    const verb = schedule.paused ? 'resume' : 'pause';
    const change = async () => {
      await api.post(`${path}/${verb}`);
      await reload();
    };
    const remove = async () => {
      await api.remove(path);
      notify(`The schedule of ${schedule.source} is removed`);
      await reload();
    };
    return h(
      'div',
      { class: 'actions' },
      !schedule.unreadable &&
        button(schedule.paused ? 'Resume schedule' : 'Pause schedule', change, {
          mark: schedule.paused ? 'play' : 'pause',
        }),
      button('Change', () => openSchedule(kb, [], schedule, reload), { mark: 'pen' }),
      button(
        'Remove',
        () =>
          confirmDialog(
            `Remove the schedule of ${schedule.source}?`,
            'Its documents stay, and jobs are started by hand from now on.',
            'Remove the schedule',
            remove,
          ),
        { mark: 'bin' },
      ),
    );
  }
}

function noneYet(sources) {
  return sources.length > 0
    ? 'Jobs of this knowledge base are started by hand. A schedule has its source read again by itself.'
    : 'A source can have a schedule once it has been read. Start a job first.';
}

function timing({ every, cron, zone, watch, unreadable }) {
  if (unreadable) {
    return 'Unreadable';
  }
  const regular = cron ? `At ${cron} (${zone})` : `Every ${duration(every)}`;
  return watch ? `${regular}, and after changes` : regular;
}

function facts(schedule) {
  const { last_run: last, unreadable } = schedule;
  if (unreadable) {
    return [
      ['Next run', 'None'],
      ['Reason', unreadable],
    ];
  }
  return [
    ['Next run', schedule.paused ? 'Paused' : time(schedule.next_run)],
    ['Priority', schedule.priority === null ? 'as usual' : String(schedule.priority)],
    schedule.waiting && ['Waiting', schedule.waiting],
    last && [
      'Last run',
      [
        last.job_id
          ? h('a', { href: linkTo(['jobs', last.job_id]) }, inWords(last.outcome))
          : inWords(last.outcome),
        ' ',
        time(last.at),
      ],
    ],
    last?.message && ['It said', last.message],
  ].filter(Boolean);
}
