import type { CreatorView } from '../response-views.ts';
import { dayAndTime, joined, outside, type Shown, say, setOff } from './escape.ts';
import { firstNames } from './names.ts';
import { quiet, rich, run, text } from './text.ts';
import type { Container } from './types.ts';
import type { Words } from './words.ts';

const shownAddresses = 3;
const shownSiblings = 3;

function how(words: Words, creator: CreatorView, isHidden: boolean): Shown {
  const { name, appId, addresses, tool, mfa } = creator;
  return joined(
    [
      ...(isHidden || name === undefined || appId === undefined || tool !== undefined
        ? []
        : [say(words, 'creator.app', { id: outside(appId) })]),
      ...(addresses.length === 0
        ? []
        : [
            say(words, 'creator.from', {
              addresses: firstNames(words, addresses, addresses.length, shownAddresses),
            }),
          ]),
      say(words, `creator.mfa.${mfa}`),
      ...(tool === undefined ? [] : [say(words, `creator.tool.${tool}`)]),
    ],
    ' · ',
  );
}

/**
 * Who made it, how they signed in, and what else they made. That an account is one of the partner's own is said only
 * where `revealsUs`; elsewhere it is an account of another organisation, and is not named.
 */
export function creatorItem(words: Words, creator: CreatorView, revealsUs: boolean): Container {
  const { name, appId, suspects, siblings, siblingNames } = creator;
  const isOurs = creator.kind === 'partner';
  const isHidden = isOurs && !revealsUs;
  const shownKind = isHidden ? 'foreign' : creator.kind;
  const kind = say(words, `creator.kind.${shownKind}`);
  const called = isHidden ? undefined : (name ?? appId);
  return {
    type: 'Container',
    spacing: 'Small',
    ...(isOurs && revealsUs && { style: 'attention' as const }),
    items: [
      called === undefined
        ? text(kind, { weight: 'Bolder' })
        : rich([
            run(outside(called), { weight: 'Bolder' }),
            run(setOff(kind, '  ·  '), { size: 'Small', isSubtle: !isOurs }),
          ]),
      ...(isOurs && revealsUs ? [text(say(words, 'creator.us'), { size: 'Small' }, { spacing: 'None' })] : []),
      text(
        how(words, creator, isHidden),
        { size: 'Small', ...(creator.mfa === 'no' && { color: 'Warning' as const }) },
        {
          spacing: 'None',
        },
      ),
      quiet(
        joined(
          [
            say(words, 'creator.first', { when: dayAndTime(creator.firstAt) }),
            say(words, 'creator.suspects', { count: suspects }),
          ],
          ' · ',
        ),
        { spacing: 'None' },
      ),
      ...(siblings > 0
        ? [
            quiet(
              say(words, 'creator.siblings', {
                count: siblings,
                names: firstNames(words, siblingNames, siblings, shownSiblings),
              }),
              { spacing: 'None' },
            ),
          ]
        : []),
    ],
  };
}
