import { day } from '../../../src/domain/clocks.ts';
import { defenderAlert } from '../../../src/domain/evidence/defender-alert.ts';
import type { DefenderAlert } from '../../../src/domain/investigation.ts';
import { ago, keyOf } from '../../support/readings.ts';
import { examplesOf } from '../../support/rule-table.ts';

function alert(type: string, severity: DefenderAlert['severity'], change: Partial<DefenderAlert> = {}): DefenderAlert {
  return { resources: [keyOf('vm/w-1')], type, severity, title: type, at: ago(day), ...change };
}

describe('E2, an alert of Defender', () => {
  examplesOf(defenderAlert, [
    {
      sentence: 'the gravest counts, whatever else there is',
      reading: { defender: [alert('AzureDNS_CurrencyMining', 'Low'), alert('VM_DigitalCurrencyMining', 'High')] },
      found: { weight: 40, values: { title: 'VM_DigitalCurrencyMining', when: ago(day) } },
    },
    {
      sentence: 'medium weighs less',
      reading: { defender: [alert('VM_CryptoCoinMinerDownload', 'Medium')] },
      found: { weight: 25, values: { title: 'VM_CryptoCoinMinerDownload', when: ago(day) } },
    },
    {
      sentence: 'of two alike the latest is told',
      reading: {
        defender: [
          alert('AzureDNS_CurrencyMining', 'Low', { at: ago(3 * day) }),
          alert('AzureDNS_CurrencyMining', 'Low'),
        ],
      },
      found: { weight: 15, values: { title: 'AzureDNS_CurrencyMining', when: ago(day) } },
    },
    {
      sentence: 'of two alike without a time, always the same is told',
      reading: {
        defender: [
          alert('AzureDNS_CurrencyMining', 'Low', { at: 'soon' }),
          alert('AzureDNS_CurrencyMining', 'Low', { at: '' }),
        ],
      },
      found: { weight: 15, values: { title: 'AzureDNS_CurrencyMining', when: '' } },
    },
    {
      sentence: 'an alert on a part of it is one on it',
      reading: {
        defender: [
          alert('VM_GPUDriverExtensionUnusualExecution', 'Low', { resources: [`${keyOf('vm/w-1')}/extensions/x`] }),
        ],
      },
      found: { weight: 15, values: { title: 'VM_GPUDriverExtensionUnusualExecution', when: ago(day) } },
    },
    {
      sentence: 'alerts of other families do not count',
      reading: { defender: [alert('SQL.DB_BruteForce', 'High')] },
      found: 'nothing',
    },
    {
      sentence: 'drills do not count',
      reading: { defender: [alert('SIMULATED_VM_DigitalCurrencyMining', 'High')] },
      found: 'nothing',
    },
    {
      sentence: 'informational alerts do not count',
      reading: { defender: [alert('VM_DigitalCurrencyMining', 'Informational')] },
      found: 'nothing',
    },
    {
      sentence: 'without Defender it is not known',
      reading: { gaps: [{ what: 'defender', why: 'not-offered' }] },
      found: 'defender',
    },
  ]);
});
