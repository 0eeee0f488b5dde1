// When the sources of a knowledge base are read again by themselves.

import * as api from '../api.js';
import { button } from '../components/controls.js';
import { emptiness, time } from '../components/job-parts.js';
import { kbPage } from '../components/kb-page.js';
import { pagedList } from '../components/list.js';
import { h } from '../dom.js';
import { linkTo } from '../links.js';
import { may } from '../session.js';
import { duration, inWords } from '../words.js';

export async function showSchedules({ params: { kb }, signal }) {
  const list = pagedList({
    path: api.ofKnowledgeBase(kb, 'schedules'),
    key: 'schedules',
    holder: h('ul', { class: 'cards' }),
    signal,
    item: card,
    empty: () =>
      emptiness(
        'No schedule',
        `Jobs of this knowledge base are started by hand. To have it read again by itself: bin/ingestion ingest PATH --kb ${kb} --every 1h`,
      ),
  });
  await list.reload();
  return { title: `Schedules of ${kb}`, element: kbPage(kb, 'schedules', list.element, signal) };

  function card(schedule) {
    const verb = schedule.paused ? 'resume' : 'pause';
    const change = async () => {
      await api.post(
        api.ofKnowledgeBase(kb, 'schedules', encodeURIComponent(schedule.source), verb),
      );
      await list.reload();
    };
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
      may('operate') &&
        button(schedule.paused ? 'Resume schedule' : 'Pause schedule', change, {
          mark: schedule.paused ? 'play' : 'pause',
        }),
      h(
        'dl',
        { class: 'facts-list' },
        facts(schedule).map(([label, value]) =>
          h('div', {}, h('dt', {}, label), h('dd', {}, value)),
        ),
      ),
    );
  }
}

function timing({ every, cron, zone, watch }) {
  const regular = cron ? `At ${cron} (${zone})` : `Every ${duration(every)}`;
  return watch ? `${regular}, and after changes` : regular;
}

function facts(schedule) {
  const { last_run: last } = schedule;
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
