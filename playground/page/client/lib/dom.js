const svgNamespace = 'http://www.w3.org/2000/svg';

/**
 * Makes an element. `props`: `class`, `text`, `data` (object), `style` (object of CSS properties), `on` (listeners by
 * event), and any attribute; `true` sets an empty attribute, `false` and `undefined` none.
 */
export function h(tag, props = {}, ...children) {
  return fill(document.createElement(tag), props, children);
}

/** The same for SVG. */
export function svg(tag, props = {}, ...children) {
  return fill(document.createElementNS(svgNamespace, tag), props, children);
}

function fill(element, props, children) {
  const { text, data = {}, style = {}, on = {}, ...attributes } = props;
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  for (const [name, value] of Object.entries(data)) element.dataset[name] = value;
  for (const [name, value] of Object.entries(style)) element.style.setProperty(name, value);
  for (const [event, listener] of Object.entries(on)) element.addEventListener(event, listener);
  if (text !== undefined) element.textContent = text;
  element.append(...children.flat(2).filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}

/** A name without spaces, with places where a line may end: after @ and dots, and before a capital letter. */
export function breakable(text) {
  return text.split(/(?<=[@.])|(?<=[a-z])(?=[A-Z])/).flatMap((part, index) => (index === 0 ? part : [h('wbr'), part]));
}

/** Replaces what is in `element` only when `signature` differs from the last time; keeps the focus on the same `data-focus`. */
export function renderWhenChanged(element, signature, build) {
  if (element.renderedSignature === signature) return;
  element.renderedSignature = signature;
  const focused = element.contains(document.activeElement) ? document.activeElement.dataset.focus : undefined;
  element.replaceChildren(...build());
  if (focused !== undefined) element.querySelector(`[data-focus="${CSS.escape(focused)}"]`)?.focus();
}

/** Brings the children of `parent` in line with `items`, keeping the element of each key; nothing else may add children. */
export function reconcile(parent, items, { key, create, update }) {
  parent.keyed ??= new Map();
  const wanted = new Set(items.map(key));
  for (const [id, element] of parent.keyed) {
    if (wanted.has(id)) continue;
    element.remove();
    parent.keyed.delete(id);
  }
  let place = parent.firstElementChild;
  for (const item of items) {
    const id = key(item);
    let element = parent.keyed.get(id);
    if (element === undefined) {
      element = create(item);
      parent.keyed.set(id, element);
    }
    update?.(element, item);
    if (element === place) place = place.nextElementSibling;
    else parent.insertBefore(element, place);
  }
}
