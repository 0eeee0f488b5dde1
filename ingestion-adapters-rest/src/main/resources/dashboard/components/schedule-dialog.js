// Makes a schedule of a source, or another one in place of the one that it has.

import * as api from '../api.js';
import { freshId, h, show } from '../dom.js';
import { checkbox, choice, field, notify, priorities } from './controls.js';
import { openDialog } from './dialog.js';

const UNITS = [
  ['1', 'seconds'],
  ['60', 'minutes'],
  ['3600', 'hours'],
  ['86400', 'days'],
];
const HOURLY = UNITS[2];

/**
 * @param sources names to choose from
 * @param schedule the one that is there, or null
 * @param onKept called when it is kept
 */
export function openSchedule(kb, sources, schedule, onKept) {
  const regular = everyFields(schedule?.every);
  const cron = cronFields(schedule);
  const byCron = Boolean(schedule?.cron);
  const choose = (which) => {
    enable(regular, which === 'every');
    enable(cron, which === 'cron');
  };
  openDialog({
    title: schedule ? `Schedule of ${schedule.source}` : 'New schedule',
    body: [
      !schedule &&
        field('Source', choice({ name: 'source' }, sources.map((name) => [name, name]), sources[0])),
      whenFields(byCron, choose),
      regular,
      cron,
      checkbox(
        'And soon after something changes in the folder',
        { name: 'watch', checked: Boolean(schedule?.watch) },
        'Where the system tells of changes.',
      ),
      field('Priority', withUsual(schedule?.priority)),
    ],
    action: schedule ? 'Change' : 'Create',
    async submit(values) {
      const source = schedule?.source ?? values.source;
      await api.put(
        api.ofKnowledgeBase(kb, 'schedules', encodeURIComponent(source)),
        bodyOf(values),
      );
      notify(`The schedule of ${source} is kept`);
      await onKept();
    },
  });
  choose(byCron ? 'cron' : 'every');
}

function enable(group, on) {
  show(group, on);
  group.disabled = !on; // what is not shown must not be asked for
}

function whenFields(byCron, choose) {
  const one = (value, label, checked) => {
    const id = freshId('when');
    const input = h('input', { type: 'radio', name: 'when', value, id, checked });
    input.addEventListener('change', () => choose(value));
    return h('div', { class: 'card' }, input, h('label', { for: id }, label));
  };
  return h(
    'fieldset',
    { class: 'cards-choice' },
    h('legend', {}, 'When'),
    one('every', 'Every so often', !byCron),
    one('cron', 'At certain times', byCron),
  );
}

function everyFields(every) {
  const fits = ([size]) => every && every % Number(size) === 0;
  const [unit] = [...UNITS].reverse().find(fits) ?? HOURLY;
  return h(
    'fieldset',
    { class: 'group pair', 'aria-label': 'Every so often' },
    field(
      'Every',
      h('input', {
        type: 'number',
        name: 'number',
        min: '1',
        step: 'any',
        required: true,
        value: String(every ? every / Number(unit) : 1),
      }),
    ),
    field('Unit', choice({ name: 'unit' }, UNITS, unit)),
  );
}

function cronFields(schedule) {
  return h(
    'fieldset',
    { class: 'group', 'aria-label': 'At certain times' },
    field(
      'Cron expression',
      h('input', {
        name: 'cron',
        required: true,
        value: schedule?.cron ?? '0 3 * * *',
        autocomplete: 'off',
        spellcheck: 'false',
      }),
      'Minute, hour, day of the month, month, day of the week: 0 3 * * * is each night at three.',
    ),
    field(
      'Time zone',
      h('input', {
        name: 'zone',
        value: schedule?.zone ?? Intl.DateTimeFormat().resolvedOptions().timeZone,
        autocomplete: 'off',
        spellcheck: 'false',
      }),
      'Its name, like Europe/Berlin. Empty for that of the server.',
    ),
  );
}

function withUsual(priority) {
  const control = priorities('priority', priority ?? '');
  control.prepend(h('option', { value: '', selected: priority === null || priority === undefined }, 'As usual'));
  return control;
}

/** What a form's values stand for. */
export function bodyOf({ when, number, unit, cron, zone, watch, priority }) {
  return {
    ...(when === 'every' && { every: Number(number) * Number(unit) }),
    ...(when === 'cron' && { cron: cron.trim(), ...(zone.trim() && { zone: zone.trim() }) }),
    watch: Boolean(watch),
    ...(priority && { priority: Number(priority) }),
  };
}
