import type { Json } from '../../playground/world/types.ts';

const days = ['16', '17', '18', '19', '20', '21', '22'];
const costs = [41, 38, 44, 40, 212, 388, 441];

/** A card like the alert's, with every kind of thing that the page must draw. */
export function alertCard(options: { refreshUserIds?: readonly string[]; claimedBy?: string } = {}): Json {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    msteams: {
      entities: [{ type: 'mention', text: '<at>Ada Keller</at>', mentioned: { id: 'aad-ada', name: 'Ada Keller' } }],
    },
    ...(options.refreshUserIds === undefined
      ? {}
      : {
          refresh: {
            action: { type: 'Action.Execute', verb: 'refresh', data: { caseId: 'C-1042' } },
            userIds: options.refreshUserIds,
          },
        }),
    body: [
      {
        type: 'Container',
        style: 'attention',
        bleed: true,
        items: [
          {
            type: 'ColumnSet',
            columns: [
              {
                type: 'Column',
                width: 'stretch',
                items: [
                  {
                    type: 'TextBlock',
                    text: 'Possible crypto-mining',
                    style: 'heading',
                    color: 'Attention',
                    wrap: true,
                  },
                  { type: 'TextBlock', text: 'Contoso Retail, *Production West*', wrap: true, spacing: 'None' },
                ],
              },
              {
                type: 'Column',
                width: 'auto',
                verticalContentAlignment: 'Center',
                items: [{ type: 'Badge', text: '21 h left', style: 'Attention', size: 'Large', fallback: 'drop' }],
              },
            ],
          },
        ],
      },
      {
        type: 'FactSet',
        facts: [
          { title: 'Seen', value: '{{DATE(2026-11-22T13:20:00Z,SHORT)}} at {{TIME(2026-11-22T13:20:00Z)}}' },
          { title: 'Pool', value: 'pool.example\\.net, 3 addresses' },
          { title: 'Owner', value: options.claimedBy ?? '<at>Ada Keller</at>' },
          { title: 'Spend', value: '**441 € a day** (estimate, 390 to 510 €)' },
        ],
      },
      {
        type: 'Chart.VerticalBar',
        title: 'Cost per day',
        showTitle: true,
        xAxisTitle: 'November',
        yAxisTitle: 'Euro a day',
        showBarValues: true,
        data: days.map((x, index) => ({ x, y: costs[index], color: index < 4 ? 'neutral' : 'attention' })),
        fallback: { type: 'TextBlock', text: 'The chart was not drawn' },
      },
      { type: 'ProgressBar', value: 2, max: 3, color: 'Good', fallback: 'drop' },
      {
        type: 'TextBlock',
        text: 'Heuristic: it may be wrong. Two of three checks are answered.',
        isSubtle: true,
        wrap: true,
        size: 'Small',
      },
      {
        type: 'Nonsense.Element',
        fallback: {
          type: 'TextBlock',
          text: 'The fallback of an unknown element.',
          isSubtle: true,
          wrap: true,
          size: 'Small',
        },
      },
    ],
    actions: [
      { type: 'Action.Execute', title: 'Claim', verb: 'claim', style: 'positive', data: { caseId: 'C-1042' } },
      {
        type: 'Action.ShowCard',
        title: 'Legitimate',
        card: {
          type: 'AdaptiveCard',
          body: [
            {
              type: 'Input.Text',
              id: 'reason',
              label: 'Why is it legitimate?',
              isMultiline: true,
              isRequired: true,
              errorMessage: 'Say why, in a few words.',
              placeholder: 'The customer rents machines for rendering',
            },
            {
              type: 'Input.ChoiceSet',
              id: 'confirmedBy',
              label: 'Who confirmed it?',
              value: 'customer',
              choices: [
                { title: 'The customer', value: 'customer' },
                { title: 'We know it ourselves', value: 'partner' },
              ],
            },
            { type: 'Input.Toggle', id: 'remember', title: 'Remember this for 90 days', value: 'true' },
          ],
          actions: [
            {
              type: 'Action.Execute',
              title: 'Confirm legitimate',
              verb: 'legitimate',
              style: 'positive',
              data: { caseId: 'C-1042' },
            },
          ],
        },
      },
      { type: 'Action.Execute', title: 'Fraud', verb: 'fraud', style: 'destructive', data: { caseId: 'C-1042' } },
      { type: 'Action.OpenUrl', title: 'Open in Partner Center', url: 'https://partner.microsoft.com/dashboard' },
    ],
  };
}

/** A wide card with the other charts and parts. */
export function reportCard(): Json {
  return {
    type: 'AdaptiveCard',
    version: '1.5',
    msteams: { width: 'Full' },
    body: [
      { type: 'TextBlock', text: 'Week in review', style: 'heading', wrap: true },
      {
        type: 'ColumnSet',
        columns: [
          {
            type: 'Column',
            width: 'stretch',
            items: [
              {
                type: 'Chart.Donut',
                title: 'Verdicts',
                value: '12',
                data: [
                  { legend: 'Fraud', value: 7, color: 'attention' },
                  { legend: 'Legitimate', value: 4, color: 'good' },
                  { legend: 'Open', value: 1, color: 'warning' },
                ],
              },
            ],
          },
          {
            type: 'Column',
            width: 'stretch',
            targetWidth: 'atLeast:Standard',
            items: [
              {
                type: 'Chart.Gauge',
                value: 21,
                min: 0,
                max: 24,
                valueFormat: 'Fraction',
                subLabel: 'hours left',
                segments: [
                  { legend: 'Late', size: 4, color: 'attention' },
                  { legend: 'Hurry', size: 8, color: 'warning' },
                  { legend: 'Fine', size: 12, color: 'good' },
                ],
              },
            ],
          },
        ],
      },
      {
        type: 'Chart.Line',
        title: 'Hours to an answer',
        showTitle: true,
        xAxisTitle: 'Day',
        yAxisTitle: 'Hours',
        data: [
          {
            legend: 'Median',
            color: 'categoricalBlue',
            values: days.map((day, index) => ({ x: `2026-11-${day}`, y: [3, 2.4, 4, 1.2, 2, 1.6, 0.9][index] })),
          },
          {
            legend: 'Slowest',
            color: 'categoricalMarigold',
            values: days.map((day, index) => ({ x: `2026-11-${day}`, y: [9, 7, 14, 6, 8, 5, 3][index] })),
          },
        ],
      },
      {
        type: 'Chart.HorizontalBar',
        title: 'Spend avoided by customer',
        showTitle: true,
        data: [
          { x: 'Contoso Retail', y: 4410, color: 'good' },
          { x: 'Fabrikam Labs', y: 1230, color: 'good' },
        ],
      },
      {
        type: 'Table',
        firstRowAsHeader: true,
        gridStyle: 'default',
        columns: [{ width: 2 }, { width: 1 }, { width: 1 }],
        rows: [
          ['Machine', 'Size', 'State'],
          ['vm-west-01', 'NC24ads', 'Running'],
          ['vm-west-02', 'NC24ads', 'Stopped'],
        ].map((cells) => ({
          type: 'TableRow',
          cells: cells.map((text) => ({ type: 'TableCell', items: [{ type: 'TextBlock', text, wrap: true }] })),
        })),
      },
      {
        type: 'CodeBlock',
        language: 'Json',
        startLineNumber: 12,
        codeSnippet: '{\n  "pool": "stratum+tcp://pool.example.net:3333",\n  "threads": 24\n}',
        fallback: 'drop',
      },
      {
        type: 'ColumnSet',
        columns: [
          { type: 'Column', width: 'auto', items: [{ type: 'Icon', name: 'Warning', color: 'Warning' }] },
          {
            type: 'Column',
            width: 'stretch',
            items: [{ type: 'TextBlock', text: 'The price table is of October.', wrap: true }],
          },
        ],
      },
      ...['Default', 'Accent', 'Good', 'Warning', 'Attention'].map((style) => ({
        type: 'Badge',
        text: style,
        style,
        spacing: 'Small',
      })),
    ],
  };
}
