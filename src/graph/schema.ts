import { z } from 'zod';
import { asBoolean, asRecord, asText, asTime, byLooseKey } from '../http/loose.ts';

const text = z.unknown().optional().transform(asText);
const time = z.unknown().optional().transform(asTime);
const needed = text.pipe(z.string('is missing'));
const id = needed.transform((value) => value.toLowerCase());

/** A resource as Graph writes it, or as the older API did (facts/partner-center.md 2.2); undefined where it names none. */
const AffectedResource = z.unknown().transform((value) => {
  const resource = byLooseKey(value);
  const resourceId = asText(resource('resourceId') ?? resource('azureResourceId'));
  const type = asText(resource('resourceType') ?? resource('type'));
  return resourceId === undefined ? undefined : { id: resourceId, ...(type === undefined ? {} : { type }) };
});

/** partnerSecurityAlert of Graph beta, only what is read. Values that cannot be understood are absent, not errors. */
export const PartnerSecurityAlert = z.object({
  id: needed,
  customerTenantId: id,
  subscriptionId: id,
  alertType: needed,
  valueAddedResellerTenantId: text,
  displayName: text,
  description: text,
  status: text,
  severity: text,
  confidenceLevel: text,
  resolvedReason: text,
  resolvedBy: text,
  resolvedOnDateTime: time,
  detectedDateTime: time,
  firstObservedDateTime: time,
  lastObservedDateTime: time,
  isTest: z.unknown().optional().transform(asBoolean),
  affectedResources: z.array(AffectedResource).catch([]),
  additionalDetails: z.unknown().optional().transform(byLooseKey),
});
export type PartnerSecurityAlert = z.infer<typeof PartnerSecurityAlert>;

/** One page of any collection. */
export const Collection = z.object({
  value: z.array(z.unknown()),
  '@odata.nextLink': text,
});
export type Collection = z.infer<typeof Collection>;

export const GroupIds = z.object({ value: z.array(z.string()) });
export const UserType = z.object({ userType: text });
export const Group = z.object({ displayName: text });
export const GroupMembers = z.object({
  value: z.array(z.unknown().transform((member) => asText(asRecord(member)?.displayName))),
});

/** The answer of an action that answers nothing (sendMail's 202). */
export const Nothing = z.undefined();

/** The signed-in person, only what is read. */
export const Profile = z.object({
  displayName: text,
  mail: text,
  userPrincipalName: text,
  businessPhones: z
    .array(z.unknown())
    .catch([])
    .transform((phones) => phones.flatMap((phone) => asText(phone) ?? [])),
  mobilePhone: text,
});
export type Profile = z.infer<typeof Profile>;

/** The type says Single, the published sample holds a string ("1.2"); less than nothing is no time. */
const hours = text.transform((value) => {
  const count = value !== undefined && /^\d{1,9}(\.\d+)?(e-?\d{1,2})?$/i.test(value) ? Number(value) : undefined;
  return Number.isFinite(count) ? count : undefined;
});

/** One requirement of the partner's security score (facts/partner-center.md 2.4); words are open lists. */
export const SecurityRequirement = z.object({
  requirementType: text,
  complianceStatus: text,
  averageResponseTimeInHours: hours,
});
export type SecurityRequirement = z.infer<typeof SecurityRequirement>;
