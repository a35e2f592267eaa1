import assert from 'node:assert/strict';
import {
  addressFault,
  keyIn,
  missingEvents,
  shownAddress,
  webhookAddress,
} from '../../src/domain/webhook-registration.ts';

const key = 'Ab3dEf6hIj9lMn2pQr5tUv8xYz1-_0aBcDeFgHiJkLm';

describe('a registered address', () => {
  it('is this installation’s where base and shape are', () => {
    for (const base of ['https://bot.example', 'https://bot.example:8443', 'https://bot.example/mining'])
      assert.deepEqual(keyIn(webhookAddress(base, key), base), { key, isHere: true });
    assert.deepEqual(keyIn(webhookAddress('HTTPS://BOT.example:443', key), 'https://bot.example'), {
      key,
      isHere: true,
    });
  });

  it('is another Mining Watch’s where only the base differs', () => {
    for (const base of [
      'https://bot.example',
      'http://bot.example',
      'https://bot.example:8443',
      'https://bot.example/a',
    ])
      assert.deepEqual(keyIn(webhookAddress(base, key), 'https://old.example'), { key, isHere: false });
    assert.equal(keyIn(webhookAddress('https://bot.example/b', key), 'https://bot.example/a')?.isHere, false);
  });

  it('is another tool’s where the shape differs', () => {
    for (const address of [
      'https://bot.example/api/PublicWebhooks?CIPPID=11111111-aaaa-4bbb-8ccc-000000000001&Type=PartnerCenter',
      'https://bot.example/webhooks/partner-center/',
      'https://bot.example/webhooks/partner-center/short',
      `https://bot.example/webhooks/partner-center/${key}/more`,
      `https://bot.example/webhooks/partner-center/${key}?a=1`,
      'https://bot.example/webhooks',
      'not an address',
      '',
    ])
      assert.equal(keyIn(address, 'https://bot.example'), undefined, address);
  });

  it('is shown without what gives access, whichever tool it is of', () => {
    assert.equal(
      shownAddress(webhookAddress('https://bot.example', key)),
      'https://bot.example/webhooks/partner-center/Ab3d…',
    );
    const other = 'https://user:pass@tool.example/api/Public?code=s3cret&CIPPID=11111111-aaaa-4bbb-8ccc-000000000001#x';
    assert.equal(shownAddress(other), 'https://tool.example/api/Public?code=…&CIPPID=…');
    assert.equal(shownAddress('\u001b[2Jx'), '(not an address)');
  });

  it('lacks the events that it does not name, in any case', () => {
    assert.deepEqual(missingEvents(['Azure-Fraud-Event-Detected', 'TEST-created', 'invoice-ready']), []);
    assert.deepEqual(missingEvents(['invoice-ready', 'test-created']), ['azure-fraud-event-detected']);
  });
});

describe('an address to be registered', () => {
  const real = 'https://api.partnercenter.microsoft.com';

  it('must be https and public', () => {
    assert.equal(addressFault('https://bot.example', real), undefined);
    assert.equal(addressFault('https://172.32.0.1', real), undefined);
    assert.equal(addressFault('http://bot.example', real), 'not-https');
    for (const host of [
      'localhost',
      '127.0.0.1',
      '10.1.2.3',
      '192.168.0.9',
      '172.16.0.1',
      '169.254.1.1',
      '[::1]',
      'bot.local',
      '[fd00::1]',
    ])
      assert.equal(addressFault(`https://${host}:3978`, real), 'not-public', host);
  });

  it('may be on this machine where Partner Center is there too', () => {
    assert.equal(addressFault('http://127.0.0.1:3978', 'http://127.0.0.1:4001'), undefined);
  });
});
