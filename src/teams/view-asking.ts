import type { CaseAskingView } from '../../cards/asking-views.ts';
import type { Case } from '../domain/case.ts';
import type { Pack } from '../domain/pack.ts';
import { supportKinds } from '../domain/support.ts';

function supportLines({ support }: Case): CaseAskingView['support'] {
  return supportKinds.flatMap((kind) => {
    const request = support?.[kind];
    if (request === undefined) return [];
    const { state, by, filedBy, number, tracking, trouble, note } = request;
    return [
      {
        kind,
        state,
        by: (filedBy ?? by).name,
        isTroubled: trouble !== undefined || note?.state === 'failed',
        ...(number === undefined ? {} : { request: number }),
        ...(tracking && { status: tracking.status }),
      },
    ];
  });
}

/** The third end for the case's own card; nothing while nobody has asked anybody, and no pack was made. */
export function askingView(c: Case, packs: readonly Pick<Pack, 'state'>[]): CaseAskingView | undefined {
  const support = supportLines(c);
  const { mails = [], tries = [], askAgain } = c.contact ?? {};
  const mail = mails.at(-1);
  const tried = tries.at(-1);
  const count = (state: Pack['state']) => packs.filter((pack) => pack.state === state).length;
  const made = { ready: count('ready'), building: count('building') };
  const hasPacks = made.ready + made.building > 0;
  if (support.length === 0 && !mail && !tried && !askAgain && !hasPacks) return undefined;
  return {
    support,
    ...(mail && { mail: { state: mail.state, at: mail.endedAt ?? mail.at, count: mails.length } }),
    ...(tried && { tried: { way: tried.way, by: tried.by.name, at: tried.at } }),
    ...(askAgain && { askAgainAt: askAgain.at }),
    ...(hasPacks && { packs: made }),
  };
}
