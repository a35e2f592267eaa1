import { impactNames, type SupportFormView, type SupportView } from '../asking-views.ts';
import { copyable } from './copyable.ts';
import { editable, say } from './escape.ts';
import { faultText } from './support-faults.ts';
import { text } from './text.ts';
import type { Container, Element } from './types.ts';
import type { Words } from './words.ts';

/** Longest texts of the form, as the domain's `supportLimits`. */
const limits = { short: 200, description: 8000 } as const;

type Field = Exclude<keyof SupportFormView, 'impact'>;

function input(words: Words, form: SupportFormView, field: Field): Element {
  const isLong = field === 'description';
  const most = isLong ? limits.description : limits.short;
  const value = form[field] ?? '';
  return {
    type: 'Input.Text',
    id: field,
    label: say(words, `support.field.${field}`),
    value: editable(value, most),
    maxLength: most,
    spacing: 'Small',
    ...(isLong && { isMultiline: true }),
    ...(field !== 'contactPhone' && {
      isRequired: true,
      errorMessage: say(words, 'support.fieldMissing'),
    }),
    ...(field === 'contactEmail' && { style: 'Email' }),
  };
}

/** The request's fields to be changed, in the order in which Microsoft's page asks for them. */
export function supportInputs(words: Words, { form }: SupportView): readonly Element[] {
  const field = (name: Field) => input(words, form, name);
  return [
    field('title'),
    field('problemType'),
    {
      type: 'Input.ChoiceSet',
      id: 'impact',
      label: say(words, 'support.field.impact'),
      style: 'compact',
      value: form.impact,
      spacing: 'Small',
      choices: impactNames.map((impact) => ({ title: say(words, `support.impact.${impact}`), value: impact })),
    },
    field('description'),
    field('contactName'),
    field('contactEmail'),
    field('contactPhone'),
  ];
}

/** The same to be copied, one by one. */
export function supportFields(words: Words, { form }: SupportView, most: number): readonly Element[] {
  const { title, problemType, impact, description, contactName, contactEmail, contactPhone = '' } = form;
  const short = (label: Parameters<typeof copyable>[1], value: string) => copyable(words, label, value, limits.short);
  return [
    ...short('support.field.title', title),
    ...short('support.field.problemType', problemType),
    ...short('support.field.impact', say(words, `support.impact.${impact}`)),
    ...copyable(words, 'support.field.description', description, most),
    ...short('support.field.contactName', contactName),
    ...short('support.field.contactEmail', contactEmail),
    ...short('support.field.contactPhone', contactPhone),
  ];
}

/** What still keeps the form from being complete. */
export function supportFaults(words: Words, { faults }: SupportView): Container | undefined {
  if (faults.length === 0) return undefined;
  return {
    type: 'Container',
    style: 'warning',
    spacing: 'Medium',
    items: [
      text(say(words, 'support.incomplete'), { weight: 'Bolder' }),
      ...faults.map((fault) =>
        text(say(words, 'support.incompleteLine', { what: faultText(words, fault) }), {}, { spacing: 'None' }),
      ),
    ],
  };
}
