import type { AzureCall } from './azure-call.ts';
import { azureError } from './azure-errors.ts';
import type { FakeAnswer } from './server.ts';

/** What a cancelled subscription answers to every write (facts/azure.md 2.7). */
export function disabled({ subscription }: AzureCall): FakeAnswer {
  return azureError(
    409,
    'ReadOnlyDisabledSubscription',
    `The subscription '${subscription.id}' is disabled and therefore marked as read only. You cannot perform any write actions on this subscription until it is re-enabled.`,
  );
}
