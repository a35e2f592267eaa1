import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isMiningType } from '../../src/domain/detection.ts';

/** All that the sources have used for mining, and types that are something else (facts: three generations of spelling). */
const mining = ['CryptoMining', 'NetworkConnectionsToCryptoMiningPools', 'networkConnectionsToCryptoMiningPools'];
const others = [
  'UsageAnomalyDetection',
  'usageAnomalyDetection',
  'VirtualMachineDeploymentAnomaly',
  'VM_AnomalousDeployment',
  'ARM_AnomalousResourceConsumption',
  'AzureBatch_AnomalousDeployment',
  'ServiceHealthSecurityAdvisory',
  'CryptoMiningReport',
  'NotCryptoMining',
  'Crypto Mining',
  'unknownFutureValue',
  '',
];

describe('alert types that mean mining', () => {
  for (const type of mining)
    it(`${type} does, in any case of letters and with blanks around it`, () => {
      const spellings = fc.array(fc.boolean(), { minLength: type.length, maxLength: type.length });

      fc.assert(
        fc.property(spellings, fc.constantFrom('', ' ', '\t\n'), (upper, blank) => {
          const spelt = Array.from(type, (letter, i) => (upper[i] ? letter.toUpperCase() : letter.toLowerCase())).join(
            '',
          );

          assert.ok(isMiningType(`${blank}${spelt}${blank}`));
        }),
      );
    });

  for (const type of others)
    it(`${JSON.stringify(type)} does not`, () => {
      assert.equal(isMiningType(type), false);
    });

  it('no unknown type is ever a fault', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (type) => assert.equal(typeof isMiningType(type), 'boolean')));
  });
});
