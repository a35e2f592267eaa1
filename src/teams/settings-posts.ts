import { noticeCard } from '../../cards/notice.ts';
import { partnerChannels } from '../domain/routing.ts';
import { settingsOf } from '../domain/settings.ts';
import type { ChangeSettingsDeps } from '../workflow/change-settings.ts';
import { asJson } from './as-json.ts';
import type { BotDeps } from './context.ts';
import { cardActivity } from './replies.ts';
import { settingNames, valuesOfChange } from './settings-names.ts';
import { changeText } from './settings-texts.ts';
import { wordsFor } from './words.ts';

export function changeDeps(deps: BotDeps): ChangeSettingsDeps {
  return { settings: deps.store.settings, roles: deps.roles, now: deps.now, settingsPosts: settingsPosts(deps) };
}

/** Who changed which setting, from what to what: where the partner is told such things, and in the channels that it is about. */
function settingsPosts(deps: Pick<BotDeps, 'store' | 'roles' | 'newId'>): ChangeSettingsDeps['settingsPosts'] {
  return async (now, changes, by) => {
    const { partner, channels, revision } = now;
    const values = settingsOf(partner, channels);
    const names = await settingNames(deps, now, ...changes.flatMap(valuesOfChange));
    const ready = channels.filter(({ state }) => state === 'ready');
    const about = changes.flatMap((change) => {
      if (change.setting === 'language') return [change.channelId];
      return change.setting === 'defaultChannel' || change.setting === 'escalationChannel' ? [change.after] : [];
    });
    const told = new Set([...partnerChannels(partner.routing, ready), ...ready.filter(({ id }) => about.includes(id))]);
    return [...told].map(({ id, language }) => {
      const words = wordsFor(language);
      const text = changes.map((change) => changeText(words, change, names, values)).join('\n');
      const title = words.t('settings.changedTitle', { name: by.name });
      return {
        id: deps.newId('post'),
        partnerId: partner.id,
        place: { kind: 'channel', channelId: id },
        content: { kind: 'fixed', activity: cardActivity(asJson(noticeCard({ tone: 'info', title, text }, words))) },
        language,
        dedupeKey: `settings:${partner.id}:${revision + 1}:${id}`,
      };
    });
  };
}
