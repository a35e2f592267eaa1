/* global AdaptiveCards */

const colour = (name) => ({ default: `var(--${name})`, subtle: `var(--${name}-subtle, var(--${name}))` });

// The colours are variables of styles/theme.css, so a card changes its theme without being drawn again.
const foreground = {
  default: { default: 'var(--text)', subtle: 'var(--text-2)' },
  dark: { default: 'var(--text)', subtle: 'var(--text-2)' },
  light: { default: 'var(--text-3)', subtle: 'var(--text-3)' },
  accent: colour('accent'),
  good: colour('good'),
  warning: colour('warn'),
  attention: colour('bad'),
};

const container = (backgroundColor, borderColor) => ({ backgroundColor, borderColor, foregroundColors: foreground });

export const hostConfig = new AdaptiveCards.HostConfig({
  supportsInteractivity: true,
  fontFamily: 'inherit',
  fontTypes: {
    default: {
      fontFamily: 'inherit',
      fontSizes: { small: 12, default: 14, medium: 16, large: 18, extraLarge: 24 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
    monospace: {
      fontFamily: 'var(--mono)',
      fontSizes: { small: 12, default: 13, medium: 15, large: 17, extraLarge: 22 },
      fontWeights: { lighter: 400, default: 400, bolder: 600 },
    },
  },
  lineHeights: { small: 16, default: 20, medium: 22, large: 24, extraLarge: 32 },
  spacing: { small: 4, default: 8, medium: 12, large: 16, extraLarge: 24, padding: 16 },
  separator: { lineThickness: 1, lineColor: 'var(--line)' },
  imageSizes: { small: 32, medium: 52, large: 100 },
  containerStyles: {
    default: container('transparent', 'var(--line)'),
    emphasis: container('var(--surface-2)', 'var(--line)'),
    accent: container('var(--accent-soft)', 'var(--accent-line)'),
    good: container('var(--good-soft)', 'var(--good-line)'),
    warning: container('var(--warn-soft)', 'var(--warn-line)'),
    attention: container('var(--bad-soft)', 'var(--bad-line)'),
  },
  inputs: {
    label: {
      inputSpacing: 'small',
      requiredInputs: { weight: 'bolder', suffix: ' *', suffixColor: 'attention' },
      optionalInputs: { weight: 'bolder' },
    },
    errorMessage: { color: 'attention', size: 'small', weight: 'bolder' },
  },
  actions: {
    maxActions: 6,
    spacing: 'large',
    buttonSpacing: 0,
    actionsOrientation: 'horizontal',
    actionAlignment: 'left',
    allowTitleToWrap: true,
    showCard: { actionMode: 'inline', inlineTopMargin: 12, style: 'emphasis' },
  },
  factSet: {
    title: { weight: 'default', isSubtle: true, wrap: true, maxWidth: 160 },
    value: { wrap: true },
    spacing: 16,
  },
  table: { cellSpacing: 8 },
  textStyles: { heading: { size: 'large', weight: 'bolder' }, columnHeader: { weight: 'bolder' } },
  textBlock: { headingLevel: 2 },
});
