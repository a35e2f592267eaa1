import { z } from 'zod';
import { asBoolean, asRecord, asText, asTexts, asTime, byLooseKey, present } from '../http/loose.ts';

const text = z.unknown().optional().transform(asText);
const time = z.unknown().optional().transform(asTime);
const needed = text.pipe(z.string('is missing'));
const id = needed.transform((value) => value.toLowerCase());

/** The older routes answer in camelCase with single names in PascalCase, and take PascalCase. */
function camelKeys(value: unknown): unknown {
  const record = asRecord(value);
  if (record === undefined) return value;
  return Object.fromEntries(
    Object.entries(record).map(([key, item]) => [key.charAt(0).toLowerCase() + key.slice(1), item]),
  );
}

const AffectedResource = z.unknown().transform((value) => {
  const resource = byLooseKey(value);
  const resourceId = asText(resource('azureResourceId') ?? resource('resourceId'));
  const type = asText(resource('type') ?? resource('resourceType'));
  return resourceId === undefined ? undefined : present({ id: resourceId, type });
});

/** A fraud event, only what is read (facts/partner-center.md 1.2). Values that cannot be understood are absent, not errors. */
export const FraudEvent = z.preprocess(
  camelKeys,
  z.object({
    eventId: needed,
    customerTenantId: id,
    subscriptionId: id,
    eventType: text,
    customerFriendlyName: text,
    subscriptionName: text,
    valueAddedResellerTenantId: text,
    displayName: text,
    description: text,
    eventStatus: text,
    severity: text,
    confidenceLevel: text,
    hitCount: text,
    resolvedReason: text,
    resolvedBy: text,
    resolvedOn: time,
    eventTime: time,
    firstObserved: time,
    lastObserved: time,
    firstOccurrence: time,
    lastOccurrence: time,
    isTest: z.unknown().optional().transform(asBoolean),
    affectedResources: z.array(AffectedResource).catch([]),
    additionalDetails: z.unknown().optional().transform(byLooseKey),
  }),
);
export type FraudEvent = z.infer<typeof FraudEvent>;

/** Header names that a next link may set: none that would change who asks. */
const linkHeader = /^ms-[a-z-]+$/i;

const LinkHeaders = z
  .array(z.unknown())
  .catch([])
  .transform((headers) =>
    Object.fromEntries(
      headers.flatMap((header) => {
        const [key, value] = [asText(asRecord(header)?.key), asText(asRecord(header)?.value)];
        return key !== undefined && linkHeader.test(key) && value !== undefined && /^[\x20-\x7e]+$/.test(value)
          ? [[key, value] as const]
          : [];
      }),
    ),
  );

/** One page of any collection. */
export const Collection = z
  .object({
    items: z.array(z.unknown()),
    links: z
      .object({ next: z.object({ uri: z.string(), headers: LinkHeaders }).optional().catch(undefined) })
      .optional()
      .catch(undefined),
  })
  .transform(({ items, links }) => ({ items, next: links?.next }));
export type Collection = z.infer<typeof Collection>;

const part = <T extends z.ZodRawShape>(shape: T) => z.object(shape).optional().catch(undefined);

export const Customer = z.object({
  companyProfile: part({ companyName: text, domain: text }),
  relationshipToPartner: text,
});
export type Customer = z.infer<typeof Customer>;

export const BillingProfile = z.object({
  companyName: text,
  culture: text,
  email: text,
  firstName: text,
  lastName: text,
});
export type BillingProfile = z.infer<typeof BillingProfile>;

export const ValidationStatus = z.object({ status: needed });

export const Agreement = z.object({
  dateAgreed: time,
  primaryContact: part({ firstName: text, lastName: text }),
});
export type Agreement = z.infer<typeof Agreement>;

export const DirectSigned = z.object({ isSigned: z.unknown().transform(asBoolean).pipe(z.boolean()) });

export const Subscription = z.object({
  id: needed,
  offerId: text,
  friendlyName: text,
  entitlementId: text,
  status: text,
  creationDate: time,
  suspensionReasons: z.unknown().optional().transform(asTexts),
});
export type Subscription = z.infer<typeof Subscription>;

export const AzureEntitlement = z.object({ id: needed, friendlyName: text, status: text });
export type AzureEntitlement = z.infer<typeof AzureEntitlement>;

const Pair = z.unknown().transform((value) => asText(asRecord(value)?.value));

/** A record of Partner Center's activity log, only what is read (facts/partner-center.md 6). Words are open lists. */
export const AuditRecord = z.object({
  customerId: text,
  userPrincipalName: text,
  applicationId: text,
  resourceType: text,
  resourceNewValue: text,
  operationType: needed,
  operationDate: time.pipe(z.string('is missing')),
  operationStatus: text,
  customizedData: z.array(Pair).catch([]),
});
export type AuditRecord = z.infer<typeof AuditRecord>;

const RequestNote = z.unknown().transform((value) => {
  const note = byLooseKey(value);
  const words = asText(note('text'));
  if (words === undefined) return undefined;
  return { text: words, ...present({ by: asText(note('createdByName')), at: asTime(note('createdDate')) }) };
});

/** A support request, only what is read (facts/partner-center.md 7.1). Its status comes as a number or as a word. */
export const ServiceRequest = z.preprocess(
  camelKeys,
  z.object({
    id: text,
    status: text,
    lastModifiedDate: time,
    notes: z.array(RequestNote).catch([]),
  }),
);
export type ServiceRequest = z.infer<typeof ServiceRequest>;

/** The answer to a request that was filed: its number. */
export const FiledRequest = z.preprocess(camelKeys, z.object({ id: needed }));

/** A tenant's registration of callbacks (facts/partner-center.md 3.1), in PascalCase or camelCase. */
export const WebhookRegistered = z.preprocess(
  (value) => {
    const body = byLooseKey(value);
    return {
      url: body('webhookUrl'),
      events: body('webhookEvents'),
      inMsSignature: body('signatureTokenToMsSignatureHeader'),
      changedAt: body('lastModifiedTimestamp'),
    };
  },
  z.object({
    url: needed,
    events: z.unknown().transform(asTexts),
    inMsSignature: z.unknown().transform((value) => asBoolean(value) ?? false),
    changedAt: time,
  }),
);

export const EventNames = z.array(z.unknown()).transform(asTexts);

/** The swagger says a string, the page an object with the id in it. */
export const TestSent = z
  .unknown()
  .transform((body) => asText(byLooseKey(body)('correlationId') ?? body))
  .pipe(z.string('is missing'));

/** How the delivery of a test event goes. Codes come as the names of .NET's HttpStatusCode (`OK`), or as numbers. */
export const TestDelivery = z.preprocess(
  (value) => {
    const body = byLooseKey(value);
    return { status: body('status'), results: body('results') };
  },
  z.object({
    status: text,
    results: z.array(z.unknown().transform((one) => asText(byLooseKey(one)('responseCode')) ?? 'none')).catch([]),
  }),
);

/**
 * A callback's body (facts/partner-center.md 3.2), in PascalCase or camelCase: what happened, and of which subscription by
 * the query of the link. That link is never followed.
 */
export const WebhookBody = z.preprocess(
  (value) => {
    const body = byLooseKey(value);
    return {
      name: body('eventName'),
      subscriptionId: subscriptionIn(asText(body('resourceUri'))),
      changedAt: body('resourceChangeUtcDate'),
    };
  },
  z.object({ name: needed.pipe(z.string().max(100)), subscriptionId: text, changedAt: time }),
);

function subscriptionIn(uri: string | undefined): string | undefined {
  const query = URL.parse(uri ?? '')?.searchParams ?? new URLSearchParams();
  const named = [...query].filter(([key]) => key.toLowerCase() === 'subscriptionid').map(([, value]) => value);
  const [only] = named;
  return named.length === 1 && only !== undefined && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(only)
    ? only.toLowerCase()
    : undefined;
}
