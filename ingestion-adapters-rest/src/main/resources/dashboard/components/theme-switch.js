// Light, dark, or as the system has it.

import { h, put } from '../dom.js';
import { icon } from './icons.js';

const THEMES = [
  ['system', 'screen', 'as the system has it'],
  ['light', 'sun', 'light'],
  ['dark', 'moon', 'dark'],
];

export function themeSwitch() {
  const element = h('button', { type: 'button', class: 'button bare theme', onclick: next });
  let at = Math.max(
    0,
    THEMES.findIndex(([name]) => name === localStorage.getItem('theme')),
  );
  show();
  return element;

  function next() {
    at = (at + 1) % THEMES.length;
    const [name] = THEMES[at];
    localStorage.setItem('theme', name);
    if (name === 'system') {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = name;
    }
    show();
  }

  function show() {
    const [, drawing, words] = THEMES[at];
    element.setAttribute('aria-label', `Colours: ${words}. Change`);
    element.title = `Colours: ${words}`;
    put(element, icon(drawing));
  }
}
