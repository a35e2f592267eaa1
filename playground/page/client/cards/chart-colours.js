const named = {
  good: 'var(--chart-good)',
  warning: 'var(--chart-warning)',
  attention: 'var(--chart-attention)',
  neutral: 'var(--chart-neutral)',
  categoricalRed: 'var(--chart-red)',
  categoricalPurple: 'var(--chart-purple)',
  categoricalLavender: 'var(--chart-lavender)',
  categoricalBlue: 'var(--chart-blue)',
  categoricalLightBlue: 'var(--chart-light-blue)',
  categoricalTeal: 'var(--chart-teal)',
  categoricalGreen: 'var(--chart-green)',
  categoricalLime: 'var(--chart-lime)',
  categoricalMarigold: 'var(--chart-marigold)',
  divergingBlue: 'var(--chart-blue)',
  divergingLightBlue: 'var(--chart-light-blue)',
  divergingCyan: 'var(--chart-light-blue)',
  divergingTeal: 'var(--chart-teal)',
  divergingYellow: 'var(--chart-marigold)',
  divergingPeach: 'var(--chart-marigold)',
  divergingLightRed: 'var(--chart-red)',
  divergingRed: 'var(--chart-red)',
  divergingMaroon: 'var(--chart-attention)',
  divergingGray: 'var(--chart-neutral)',
};

const categorical = ['Blue', 'Marigold', 'Teal', 'Purple', 'Red', 'Green', 'LightBlue', 'Lavender', 'Lime'];
const sequentialBase = { '': 'blue', red: 'red', green: 'green', yellow: 'marigold' };

/** The CSS colour of a ChartColor name, or the next of the chart's set when none is named. */
export function chartColour(name, index, colourSet = 'categorical') {
  if (named[name] !== undefined) return named[name];
  const step = /^sequential(red|green|yellow)?([1-8])$/i.exec(name ?? '');
  if (step !== null) return sequential((step[1] ?? '').toLowerCase(), Number(step[2]));
  const set = /^sequential(red|green|yellow)?$/i.exec(colourSet);
  if (set !== null) return sequential((set[1] ?? '').toLowerCase(), 8 - (index % 8));
  return named[`categorical${categorical[index % categorical.length]}`];
}

function sequential(base, step) {
  return `color-mix(in oklab, var(--chart-${sequentialBase[base]}) ${20 + step * 10}%, var(--surface))`;
}
