import type { ITable, ITableRow, IVerticalBarChart } from '@microsoft/teams.cards';
import type { UsageView } from '../views.ts';
import { amount, outside, type Shown, say, shortDate } from './escape.ts';
import { text } from './text.ts';
import type { Element } from './types.ts';
import type { Words } from './words.ts';

type Known = Extract<NonNullable<UsageView['facts']>, { state: 'known' }>['value'];

/** Days in the table that stands for the chart where a client has none. */
const tableDays = 8;

function isSpike(facts: Known, date: string): boolean {
  const { spike } = facts;
  return (spike.kind === 'spike' || spike.kind === 'new-spend') && date >= spike.date;
}

function row(cells: readonly Element[]): ITableRow {
  return { type: 'TableRow', cells: cells.map((cell) => ({ type: 'TableCell', items: [cell] })) };
}

/** Cost of the last days, newest last; for clients that know no charts. Headers and grid lines are the default. */
function table(words: Words, facts: Known, title: Shown): ITable {
  const days = facts.days.slice(-tableDays);
  return {
    type: 'Table',
    spacing: 'Medium',
    columns: [{ width: 1 }, { width: 1, horizontalCellContentAlignment: 'Right' }],
    rows: [
      row([
        text(title, { weight: 'Bolder' }),
        text(say(words, 'usage.tableCost'), { weight: 'Bolder' }, { align: 'Right' }),
      ]),
      ...days.map((day) => {
        const cost = amount(words, day.cost, facts.currency);
        const marked = isSpike(facts, day.date);
        return row([
          text(shortDate(words, day.date)),
          text(
            marked ? say(words, 'usage.tableSpike', { cost }) : cost,
            marked ? { color: 'Attention', weight: 'Bolder' } : {},
            { align: 'Right' },
          ),
        ]);
      }),
    ],
  };
}

/** Cost per day as bars; from the day of the spike on in the attention colour, which the sentence above says too. */
export function costChart(words: Words, facts: Known): readonly Element[] {
  const title = say(words, 'usage.chart', { currency: outside(facts.currency), days: facts.days.length });
  const chart: IVerticalBarChart = {
    type: 'Chart.VerticalBar',
    title,
    showTitle: true,
    spacing: 'Medium',
    yAxisTitle: outside(facts.currency),
    data: facts.days.map((day) => ({
      x: shortDate(words, day.date),
      y: Math.round(day.cost * 100) / 100,
      color: isSpike(facts, day.date) ? 'attention' : 'categoricalBlue',
    })),
    fallback: table(words, facts, say(words, 'usage.tableDay')),
  };
  return [chart];
}
