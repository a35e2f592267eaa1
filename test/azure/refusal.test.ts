import assert from 'node:assert/strict';
import { localServer, type Reply } from '../support/http-server.ts';
import { ada } from '../support/outside.ts';
import { actsAt, failed, machines, target } from './acting.ts';
import { at, vm } from './scope.ts';

describe('refusals of Azure', () => {
  const server = localServer();
  const acts = () => actsAt(server);
  const remove = (id = vm) => acts().remove(at, ada, target(id));

  for (const link of [
    'https://management.azure.com.evil.example/operations/1',
    'https://user@management.azure.com/x',
    '//evil.example/operations/1',
    'ftp://127.0.0.1/x',
  ])
    for (const header of ['azure-asyncoperation', 'location'])
      it(`are not followed to ${link} in ${header}: the resource itself must tell`, async () => {
        server.next(machines, { status: 202, headers: { [header]: link } });

        const answer = await remove();

        assert.deepEqual(answer, { kind: 'over' });
        assert.equal(server.asked.length, 2);
      });

  for (const [reply, why, again, waitSeconds] of [
    [failed(409, 'ScopeLocked'), 'locked', false],
    [{ status: 409, json: { Error: { Code: 'scopelocked', Message: 'x' } } }, 'locked', false],
    [failed(403, 'AuthorizationFailed'), 'no-right', false],
    [failed(403, 'DenyAssignmentAuthorizationFailed'), 'deny-assignment', false],
    [failed(403, 'RequestDisallowedByPolicy'), 'policy', false],
    [failed(400, 'InUseSubnetCannotBeDeleted'), 'in-use', true],
    [failed(400, 'PublicIPAddressCannotBeDeleted'), 'in-use', true],
    [failed(400, 'NetworkSecurityGroupInUseByVirtualMachineScaleSet'), 'in-use', true],
    [failed(400, 'NicReservedForAnotherVm'), 'reserved', true, 180],
    [failed(400, 'NicReservedForAnotherVm', { 'retry-after': '300' }), 'reserved', true, 300],
    [failed(409, 'AnotherOperationInProgress'), 'busy', true],
    [failed(429, 'RetryableErrorDueToAnotherOperation', { 'retry-after': '4' }), 'busy', true, 4],
    [failed(409, 'Conflict', { 'retry-after': '9' }), 'busy', true, 9],
    [failed(409, 'ResourceGroupBeingDeleted'), 'group-being-deleted', true],
    [failed(409, 'ResourceGroupDeletionBlocked'), 'operation-failed', false],
    [failed(409, 'ReadOnlyDisabledSubscription'), 'subscription-disabled', false],
    [failed(401, 'InvalidAuthenticationTokenTenant'), 'wrong-tenant', false],
    [failed(401, 'ExpiredAuthenticationToken'), 'needs-sign-in', false],
    [failed(401, 'Anything', { 'www-authenticate': 'Bearer error="MFA"' }), 'mfa', false],
    [failed(405, 'MethodNotAllowed'), 'not-alone', false],
    [failed(429, 'TooManyRequests', { 'retry-after': '3600' }), 'throttled', true, 3600],
    [{ status: 429, headers: { 'retry-after': '1' } }, 'throttled', true, 1],
    [{ status: 503 }, 'unreachable', true],
    [{ status: 501 }, 'other', false],
    [{ status: 400, json: { error: { code: '__proto__' } } }, 'other', false],
    [{ status: 302, headers: { location: 'https://evil.example' } }, 'other', false],
    ['reset', 'unreachable', true],
    ['hang', 'unreachable', true],
  ] as [Reply, string, boolean, number?][])
    it(`are ${why} after ${JSON.stringify(reply)}, asked once`, async () => {
      server.next(machines, reply);

      const answer = await remove();

      assert.equal(answer.kind, 'refused');
      assert.ok(answer.kind === 'refused');
      assert.deepEqual([answer.why, answer.again, answer.waitSeconds], [why, again, waitSeconds]);
      assert.equal(server.asked.filter((one) => one.method === 'DELETE').length, 1);
    });

  it('keep the words of the service, bounded', async () => {
    server.next(machines, { status: 409, json: { error: { code: 'ScopeLocked', message: 'm'.repeat(5000) } } });

    const answer = await remove();

    assert.ok(answer.kind === 'refused');
    assert.ok(answer.detail?.startsWith('ScopeLocked: mmm'));
    assert.ok((answer.detail?.length ?? 0) < 450);
  });
});
