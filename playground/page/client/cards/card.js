/* global AdaptiveCards */
import { h } from '../lib/dom.js';
import { cardHtml } from '../lib/markdown.js';
import { linkToast } from '../lib/toast.js';
import { registerElements } from './elements.js';
import { hostConfig } from './host-config.js';
import { prepareCard } from './prepare.js';

const widths = { VeryNarrow: 0, Narrow: 1, Standard: 2, Wide: 3 };

AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = cardHtml(text);
  result.didProcess = true;
};
AdaptiveCards.GlobalSettings.setTabIndexAtCardRoot = false;
AdaptiveCards.GlobalSettings.useWebkitLineClamp = true;
registerElements();

/**
 * Draws an Adaptive Card for a person. `onExecute({ verb, data }, busy)` is told of an Action.Execute whose inputs are
 * valid; `onSubmit(data)` of an Action.Submit. Returns an element of class `card`.
 */
export function drawCard(json, { person, onExecute, onSubmit }) {
  const card = new AdaptiveCards.AdaptiveCard();
  card.hostConfig = hostConfig;
  const context = new AdaptiveCards.SerializationContext();
  context.onParseElement = (element, source) => {
    const wish = widthClass(source.targetWidth);
    if (wish !== undefined) element.customCssSelector = wish;
  };
  card.parse(prepareCard(json, person), context);
  card.onAnchorClicked = (_, anchor) => {
    linkToast(anchor.href);
    return true;
  };
  card.onExecuteAction = (action) => {
    if (action instanceof AdaptiveCards.ExecuteAction) {
      onExecute({ verb: action.verb ?? '', data: action.data ?? {} }, busyState(frame, action.renderedElement));
    } else if (action instanceof AdaptiveCards.OpenUrlAction) linkToast(action.url ?? '');
    else if (action instanceof AdaptiveCards.SubmitAction) onSubmit(action.data ?? {});
  };
  const full = /^full$/i.test(json.msteams?.width ?? '');
  const frame = h('div', { class: full ? 'card card-full' : 'card' });
  frame.append(
    card.render() ?? h('p', { class: 'card-fallback', text: json.fallbackText ?? 'This card cannot be shown.' }),
  );
  watchInvalidInputs(frame);
  return frame;
}

/** Says for screen readers which inputs a failed check complains about. */
function watchInvalidInputs(frame) {
  const observer = new MutationObserver(() => {
    for (const input of frame.querySelectorAll('.ac-input')) {
      if (input.classList.contains('ac-input-validation-failed')) input.setAttribute('aria-invalid', 'true');
      else input.removeAttribute('aria-invalid');
    }
  });
  observer.observe(frame, { subtree: true, attributeFilter: ['class'] });
}

/** Shows that a press is on its way: the button turns, and no other of the card can be pressed. Returns what ends it. */
function busyState(frame, button) {
  frame.classList.add('card-busy');
  frame.setAttribute('aria-busy', 'true');
  button?.classList.add('is-busy');
  const actions = [...frame.querySelectorAll('.ac-pushButton:not(:disabled)')];
  for (const action of actions) action.disabled = true;
  return () => {
    frame.classList.remove('card-busy');
    frame.removeAttribute('aria-busy');
    button?.classList.remove('is-busy');
    for (const action of actions) action.disabled = false;
    button?.focus({ preventScroll: true });
  };
}

/** `targetWidth` as a class that a container query of styles/card.css hides or shows. */
function widthClass(targetWidth) {
  if (typeof targetWidth !== 'string') return undefined;
  const [name, bound = 'only'] = targetWidth.split(':').toReversed();
  return name in widths ? `width-${bound}-${name}` : undefined;
}
