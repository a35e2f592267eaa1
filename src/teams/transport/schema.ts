import { z } from 'zod';
import { channelTypes } from '../../domain/channel-state.ts';

/** A person's token, as Bot Framework's token service gives it. */
export const TokenAnswer = z.object({ token: z.string().min(1), expiration: z.string().optional() });
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** What a card that asks to sign in is made of (Bot Framework's TokenApi, `GetSignInResource`). */
export const SignInResource = z.object({
  signInLink: z.url({ protocol: /^https?$/ }),
  /** Absent where the connection has no token exchange URL: then there is only the sign-in window. */
  tokenExchangeResource: z
    .object({ id: z.string().min(1), uri: z.string().optional(), providerId: z.string().optional() })
    .optional()
    .catch(undefined),
});
export type SignInResource = z.infer<typeof SignInResource>;

/** Whose a token is. */
export const TokenClaims = z.object({ oid: z.string(), tid: z.string() });

/** A channel in the connector's list of a team's. */
export const ListedChannel = z.object({
  id: z.string(),
  name: z.string().optional().catch(undefined),
  type: z.enum(channelTypes).optional().catch(undefined),
});
export type ListedChannel = z.infer<typeof ListedChannel>;

/** Entries that cannot be read say nothing. */
export const Conversations = z.array(ListedChannel.catch({ id: '' })).catch([]);
