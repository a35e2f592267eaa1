import { claimDays, claimDeadline } from '../../domain/clocks-of-case.ts';
import type { UsageFacts } from '../../domain/facts.ts';
import { usageOf } from '../costs-csv.ts';
import { burnChart, burnReadings, burntIn } from './burn-chart.ts';
import { costChart } from './cost-chart.ts';
import { type Html, nothing } from './html.ts';
import { facts, figure, note, paragraph, section } from './parts.ts';
import type { Report } from './report.ts';
import type { Tell } from './tell.ts';

/** What stands out, with its numbers. */
function spikeText({ spike, currency }: UsageFacts, { words, say }: Tell): string {
  const sum = (value: number) => words.money(value, currency);
  switch (spike.kind) {
    case 'spike': {
      const { date, cost, usual, times } = spike;
      return say('usage.spike', {
        date: words.date(date),
        cost: sum(cost),
        times: words.number(Math.round(times * 10) / 10),
        usual: sum(usual),
      });
    }
    case 'new-spend':
      return say('usage.newSpend', { date: words.date(spike.date), cost: sum(spike.cost) });
    case 'no-spike': {
      const { usual, highest } = spike;
      return say('usage.noSpike', { usual: sum(usual), cost: sum(highest.cost), date: words.date(highest.date) });
    }
    case 'not-enough-history':
      return say('usage.notEnough', { days: spike.days });
  }
}

function costs(report: Report): Html {
  const { tell, source } = report;
  const usage = usageOf(source);
  if (usage === undefined) return note(tell.say('pack.money.noCosts'));
  return figure(
    tell.say('usage.chart', { currency: usage.currency, days: usage.days.length }),
    costChart(usage, tell),
    `${spikeText(usage, tell)} ${tell.say('usage.lag')}`,
  );
}

/** What it cost by day and by hour, and what may be claimed. */
export function money(report: Report): Html {
  const { tell, source, asOf } = report;
  const { summary, case: c, journal } = source;
  const burn = burnChart(burnReadings(journal), asOf, tell);
  const claim = claimDeadline(c);
  const found = summary?.money;
  return section(
    tell.say('pack.money.title'),
    costs(report),
    burn === undefined ? nothing : figure(tell.say('pack.chart.burn'), burn, tell.say('pack.money.burnNote')),
    facts([
      [tell.say('pack.money.burnt'), tell.range(burntIn(source))],
      [
        tell.say('pack.money.perHour'),
        summary?.counts.burning === 0 ? tell.say('response.spend.stoppedPlain') : tell.range(found?.perHour),
      ],
      [tell.say('pack.money.stays'), found?.staysBilled && tell.range(found.staysBilled)],
      [tell.say('pack.money.unknown'), found && found.unknown > 0 ? found.unknown : undefined],
      [tell.say('pack.money.claim'), claim && tell.moment(claim)],
    ]),
    found?.prices
      ? note(tell.say('money.fromPrices', { date: tell.day(found.prices.date), source: found.prices.source }))
      : found
        ? note(tell.say('money.fromCosts'))
        : nothing,
    found?.burnt === undefined && burntIn(source) !== undefined ? note(tell.say('pack.money.burntNote')) : nothing,
    claim === undefined ? nothing : note(tell.say('pack.money.claimNote', { days: claimDays })),
    summary === undefined ? paragraph(tell.say('pack.resources.none')) : nothing,
  );
}
