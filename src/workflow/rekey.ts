import type { Partner } from '../domain/partner.ts';
import type { ConsentStore, StoredToken, TokenSafe } from './consent-ports.ts';

export interface Rekeyed {
  readonly partner: Partner;
  /** `unreadable`: no key of ours opens the refresh token, which is left as it is. */
  readonly kind: 'sealed-anew' | 'unreadable';
}

/** Seals what is kept for each partner with the newest key. May run while others renew, and twice. */
export async function rekey(
  deps: { readonly consents: Pick<ConsentStore, 'renew'>; readonly safe: TokenSafe },
  partners: readonly Partner[],
): Promise<readonly Rekeyed[]> {
  const done: Rekeyed[] = [];
  for (const partner of partners) {
    await deps.consents.renew(partner.id, async (held) => {
      const generation = held.generation + 1;
      const tokens = held.tokens.flatMap((stored): readonly StoredToken[] => {
        const { audience } = stored;
        const token = deps.safe.open({ partner, audience, generation: stored.generation }, stored);
        if (token === undefined) return [];
        return [{ ...stored, ...deps.safe.seal({ partner, audience, generation }, token), generation }];
      });
      const isReadable = tokens.some(({ audience }) => audience === 'login');
      done.push({ partner, kind: isReadable ? 'sealed-anew' : 'unreadable' });
      return isReadable ? { kind: 'sealed-anew', tokens } : { kind: 'as-it-is' };
    });
  }
  return done;
}
