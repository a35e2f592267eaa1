import assert from 'node:assert/strict';
import { IntlMessageFormat } from 'intl-messageformat';
import en from '../../locales/en.json' with { type: 'json' };
import it_ from '../../locales/it.json' with { type: 'json' };
import type { AzureResource } from '../../src/domain/azure-resource.ts';
import { gatherFacts } from '../../src/domain/evidence/facts.ts';
import type { Finding, Unchecked } from '../../src/domain/evidence/finding.ts';
import { type Rule, weighAll } from '../../src/domain/evidence/rule.ts';
import type { InvestigationContext, SubscriptionReading } from '../../src/domain/investigation.ts';
import { context, reading, resource } from './readings.ts';

/** What a rule is expected to find on `of`, which stands in the subscription beside what `reading` has. */
export interface Example {
  readonly sentence: string;
  readonly of?: AzureResource;
  readonly reading?: Partial<SubscriptionReading>;
  readonly context?: Partial<InvestigationContext>;
  /** Its weight, variant and values; 'nothing', or 'unchecked' with what is missing. */
  readonly found:
    | (Pick<Finding, 'weight' | 'values'> & { readonly variant?: string })
    | 'nothing'
    | Unchecked['missing'];
}

const languages: Readonly<Record<string, Readonly<Record<string, string>>>> = { en, it: it_ };

const compiled = new Map<string, IntlMessageFormat>();

/** One test for each example; whatever is found must have its sentence in each language. */
export function examplesOf(rule: Rule, examples: readonly Example[]): void {
  for (const example of examples)
    it(example.sentence, () => {
      const of = example.of ?? resource('vm/w-1');
      const others = example.reading?.resources ?? [];
      const facts = gatherFacts(
        reading({ ...example.reading, resources: [...others.filter(({ key }) => key !== of.key), of] }),
        context(example.context),
      );

      const { findings, unchecked } = weighAll([rule], of, facts);

      if (example.found === 'nothing') assert.deepEqual({ findings, unchecked }, { findings: [], unchecked: [] });
      else if (typeof example.found === 'string')
        assert.deepEqual(
          { findings, unchecked },
          { findings: [], unchecked: [{ rule: rule.id, missing: example.found }] },
        );
      else {
        const [finding] = findings;
        assert.ok(finding, `nothing was found, unchecked: ${JSON.stringify(unchecked)}`);
        const { weight, variant, values } = finding;
        assert.deepEqual({ weight, values, ...(variant === undefined ? {} : { variant }) }, example.found);
        for (const language of Object.keys(languages)) assert.doesNotMatch(said(language, finding), /[{}]|NaN/);
      }
    });
}

/** The sentence of a finding; throws where it has none, or wants more than the finding tells. */
export function said(language: string, { rule, variant, values }: Finding): string {
  const key = `evidence.${rule}${variant === undefined ? '' : `.${variant}`}`;
  const message = languages[language]?.[key];
  assert.ok(message, `${language} has no sentence ${key}`);
  const known = compiled.get(message) ?? new IntlMessageFormat(message, language, undefined, { ignoreTag: true });
  compiled.set(message, known);
  return String(known.format({ ...values }));
}
