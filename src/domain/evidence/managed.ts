import type { Rule } from './rule.ts';

/** N4: part of something that manages it; what speaks for or against it counts there (see `moveToOwners`). */
export const managed: Rule = {
  id: 'N4',
  needs: [],
  weigh({ key }, { owners, byKey }) {
    const owner = byKey.get(owners.get(key) ?? '');
    return owner === undefined
      ? undefined
      : { rule: 'N4', weight: 0, values: { owner: owner.name }, from: 'resources' };
  },
};
