import type { Store } from '../world/store.ts';
import type { LoginTokens } from './login-tokens.ts';

export interface PartnerCenterParts {
  readonly store: Store;
  readonly tokens: LoginTokens;
  readonly takesLegitimate: boolean;
}
