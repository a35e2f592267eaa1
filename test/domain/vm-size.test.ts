import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { isAccelerated, parseVmSize } from '../../src/domain/vm-size.ts';

/** Names of real sizes, with the processors that Azure lists for them. */
const processors: Readonly<Record<string, number>> = {
  Basic_A0: 1,
  Standard_A4: 8,
  Standard_A7: 8,
  Standard_A8m_v2: 8,
  Standard_B1ls: 1,
  Standard_B16als_v2: 16,
  Standard_B20ms: 20,
  Standard_D4: 8,
  Standard_D4_v2: 8,
  Standard_D5_v2: 16,
  Standard_D4_v3: 4,
  Standard_D4s_v5: 4,
  Standard_D48pds_v5: 48,
  Standard_D64lds_v5: 64,
  Standard_D96as_v5: 96,
  Standard_DS11_v2_Promo: 2,
  'Standard_DS14-4_v2': 16,
  Standard_DS15_v2: 20,
  Standard_DC2as_v5: 2,
  Standard_DC64ads_cc_v5: 64,
  Standard_E64is_v3: 64,
  'Standard_E96-24as_v5': 96,
  Standard_E96bds_v5: 96,
  Standard_EC96iads_v5: 96,
  Standard_F1: 1,
  Standard_F72s_v2: 72,
  Standard_FX48mds: 48,
  Standard_G5: 32,
  'Standard_GS5-16': 32,
  'Standard_HB120-16rs_v3': 120,
  Standard_HB176rs_v4: 176,
  Standard_HC44rs: 44,
  Standard_HX176rs: 176,
  Standard_L80s_v3: 80,
  Standard_M128: 128,
  'Standard_M64-16ms': 64,
  Standard_M96ds_1_v3: 96,
  Standard_M416s_v2: 416,
  Standard_NC6: 6,
  Standard_NC24_Promo: 24,
  Standard_NC24rs_v3: 24,
  STANDARD_NC64AS_T4_V3: 64,
  Standard_NC24ads_A100_v4: 24,
  Standard_NC80adis_H100_v5: 80,
  Standard_NCC40ads_H100_v5: 40,
  Standard_ND40rs_v2: 40,
  Standard_ND96isr_H100_v5: 96,
  standard_nv72ads_a10_v5: 72,
  Standard_NG32ads_V620_v1: 32,
  Standard_NP40s: 40,
  Standard_PB6s: 6,
};

describe('the name of a VM size', () => {
  for (const [name, vcpus] of Object.entries(processors))
    it(`${name} has ${vcpus} ${vcpus === 1 ? 'processor' : 'processors'}`, () => {
      assert.equal(parseVmSize(name)?.vcpus, vcpus);
    });

  it('tells family, features, accelerator and version', () => {
    assert.deepEqual(parseVmSize('Standard_NC24ads_A100_v4'), {
      family: 'N',
      subfamily: 'C',
      vcpus: 24,
      features: 'ads',
      accelerator: 'A100',
      version: 4,
    });
    assert.deepEqual(parseVmSize('Standard_D32-8s_v3'), {
      family: 'D',
      subfamily: '',
      vcpus: 32,
      active: 8,
      features: 's',
      version: 3,
    });
  });

  it('means accelerators in the family N only', () => {
    const accelerated = Object.keys(processors).filter((name) => {
      const size = parseVmSize(name);
      return size !== undefined && isAccelerated(size);
    });

    assert.deepEqual(
      accelerated,
      Object.keys(processors).filter((name) => /^standard_n/i.test(name)),
    );
  });

  it('is not read from what is none', () => {
    for (const text of [
      '',
      'Premium_LRS',
      'Standard',
      'Standard_LRS',
      'Basic',
      'D4s_v5',
      'Standard_D4s_v5; drop',
      'Y1',
      'P1v3',
    ])
      assert.equal(parseVmSize(text), undefined, text);
  });

  it('tells no processors where an old rank is not known', () => {
    assert.equal(parseVmSize('Standard_A11')?.vcpus, undefined);
  });

  it('may be any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^Standard_[A-Z]+\d+[a-z]*(_\w+)*$/)), (text) => {
        const vcpus = parseVmSize(text)?.vcpus;

        assert.ok(vcpus === undefined || (Number.isInteger(vcpus) && vcpus >= 0));
      }),
    );
  });
});
