import { joined, outside, say } from '../../cards/parts/escape.ts';
import type { Refusal } from '../domain/commands.ts';
import { isUnset } from '../domain/partner.ts';
import type { Role } from '../domain/people.ts';
import type { RoleReader } from '../workflow/ports.ts';
import { askingRefusal } from './asking-refusals.ts';
import type { Turn } from './context.ts';
import { responseRefusal } from './response-refusals.ts';

/** A refusal in words; a missing role says which one is missing and who has it. */
export async function refusalText(
  deps: { readonly roles: RoleReader },
  turn: Pick<Turn, 'partner' | 'words' | 'rolesUnreadable'>,
  refusal: Refusal,
): Promise<string> {
  const { words } = turn;
  switch (refusal.kind) {
    case 'role-missing':
      return turn.rolesUnreadable ? words.t('refused.rolesUnreadable') : roleMissing(deps, turn, refusal.needed);
    case 'assignee-without-role':
      return say(words, 'refused.assigneeWithoutRole', { role: say(words, `role.${refusal.needed}`) });
    case 'already-decided':
      return say(words, 'refused.alreadyDecided', {
        verdict: say(words, `list.decided.${refusal.verdict}`),
        by: outside(refusal.by.name),
      });
    case 'text-too-long':
      return words.t('refused.textTooLong', { max: refusal.max });
    case 'snooze-out-of-range':
      return words.t('refused.snoozeOutOfRange', { days: Math.floor(refusal.maxHours / 24) });
    case 'newer-case-open':
      return words.t('refused.newerCaseOpen', { number: refusal.number });
    case 'other-tenant':
      return words.t('refused.otherTenant');
    case 'closed':
      return words.t('refused.closed');
    case 'not-closed':
      return words.t('refused.notClosed');
    case 'already-owner':
      return words.t('refused.alreadyOwner');
    case 'not-owned':
      return words.t('refused.notOwned');
    case 'reason-missing':
      return words.t('refused.reasonMissing');
    case 'not-decided':
      return words.t('refused.notDecided');
    case 'not-same':
      return words.t(`refused.notSame.${refusal.why}`);
    case 'nothing-remembered':
      return words.t('refused.nothingRemembered');
    case 'report-not-failed':
      return words.t('refused.reportNotFailed');
    case 'report-running':
      return words.t('refused.reportRunning');
    case 'assignee-other-tenant':
      return words.t('refused.assigneeOtherTenant');
    case 'form-incomplete':
    case 'nothing-composed':
    case 'no-request-number':
    case 'not-filed':
    case 'note-under-way':
    case 'bad-address':
    case 'bad-subject':
    case 'mail-empty':
    case 'mail-under-way':
    case 'nothing-to-settle':
    case 'recipient-suspected':
      return askingRefusal(words, refusal);
    default:
      return responseRefusal(words, refusal);
  }
}

async function roleMissing(
  deps: { readonly roles: RoleReader },
  { partner, words }: Pick<Turn, 'partner' | 'words'>,
  needed: Role,
): Promise<string> {
  if (isUnset(partner)) return words.t('refused.rolesUnset');
  const who = await deps.roles.whoHas(partner, needed);
  const role = say(words, `role.${needed}`);
  if (who.length === 0) return say(words, 'refused.roleMissingNobody', { role });
  const groups = who.map(({ group, members }) =>
    members.length === 0
      ? outside(group)
      : say(words, 'refused.groupWithMembers', { group: outside(group), members: joined(members.map(outside), ', ') }),
  );
  return say(words, 'refused.roleMissing', { role, groups: joined(groups, '; ') });
}
