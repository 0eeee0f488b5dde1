// Builds elements. Text goes in as text, never as markup.

const SVG = 'http://www.w3.org/2000/svg';

/**
 * An element with attributes and children. A function is a listener (`onclick`), `true` an
 * attribute without a value, and null, undefined or false none. Children that are null are left out.
 */
export function h(tag, attributes = {}, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

export function svg(tag, attributes = {}, ...children) {
  return fill(document.createElementNS(SVG, tag), attributes, children);
}

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') {
      element.addEventListener(name.slice(2), value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  element.append(...present(children));
  return element;
}

function present(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false);
}

/** Replaces what is in an element. */
export function put(element, ...children) {
  element.replaceChildren(...present(children));
  return element;
}

/** Changes a text only where it differs, so that nothing is painted or read out twice. */
export function say(element, text) {
  if (element.textContent !== text) {
    element.textContent = text;
  }
}

/** Shows or hides. */
export function show(element, visible) {
  if (element.hidden === visible) {
    element.hidden = !visible;
  }
}

let numbers = 0;

/** An id for a label to point at. */
export function freshId(prefix) {
  numbers += 1;
  return `${prefix}-${numbers}`;
}

/** Moves the focus to an element that is no control, for screen readers to read on from there. */
export function focusOn(element) {
  element.setAttribute('tabindex', '-1');
  element.focus();
}
