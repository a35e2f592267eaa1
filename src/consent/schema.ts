import { z } from 'zod';

/** The token endpoint's answer, as far as it is read. */
export const TokenAnswer = z.object({
  access_token: z.string().min(1).max(32_768),
  expires_in: z.coerce
    .number()
    .int()
    .positive()
    .max(7 * 86_400),
  refresh_token: z.string().min(1).max(32_768).optional(),
  id_token: z.string().max(32_768).optional(),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/**
 * Claims of a person's access token. Partner Center's has `amr` (facts/partner-center.md 8.2). Assumption: so has Graph's, as
 * every token of form 1.0; but it is Graph's alone to read, so that there nothing is made of what cannot be read.
 */
export const AccessClaims = z.object({
  tid: z.guid(),
  oid: z.guid(),
  amr: z.array(z.string()).optional().catch(undefined),
});

export type AccessClaims = z.infer<typeof AccessClaims>;

export const IdClaims = z.object({
  aud: z.string(),
  tid: z.guid(),
  oid: z.guid().optional(),
  nonce: z.string(),
  preferred_username: z.string().max(500).optional(),
  name: z.string().max(500).optional(),
});
