import type { Store } from '../world/store.ts';
import type { LoginTokens } from './login-tokens.ts';

export interface PartnerCenterParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly takesLegitimate: boolean;
  /** Has a test event sent to a partner's address; answers its id. */
  readonly sendTest: (partnerTenantId: string) => string;
}
