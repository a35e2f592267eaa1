import type { KnownPartner } from '../../src/db/partner-admin.ts';
import { standardDigestAt } from '../../src/domain/digest.ts';
import { policyDays } from '../../src/domain/memory.ts';
import { givenRole } from '../../src/domain/partner.ts';
import { roles } from '../../src/domain/people.ts';
import { type ReminderPolicy, reminderLevels, standardReminders } from '../../src/domain/reminders.ts';

export const usage = `npm run partners -- <command>

  list                    everybody who is or was served
  show <tenant>           one partner, with every setting
  add                     adds a partner; running processes see it within a minute
  change <tenant>         changes what is given, and nothing else
  remove <tenant> --yes   serves a partner no more; cases and journals stay
  consent <tenant>        prints a one-time link to the page of the background sign-in
  forget <tenant> --yes   forgets a partner's background sign-in
  new-key                 prints a new key for TOKEN_KEYS
  rekey                   seals every background sign-in anew with the newest key

Settings, for add and change
  --file <partner.json>   an entry as in the partners file ("-": standard input); flags are laid over it
  --tenant <guid>         the partner's own Entra tenant
  --name <text>
  --kind direct-bill|distributor
  --source graph|fraudEvents
  --language en|it
  --viewer-group, --responder-group, --remover-group, --approver-group, --owner-group <guid>   each may be repeated
  --viewer, --responder, --remover, --approver, --owner <guid>   Entra object id of one person; each may be repeated
  --alert-type <type>     a type besides mining that opens a case; may be repeated
  --poll-minutes <1-60>   --time-zone <Europe/Rome>   --digest-at <08:30|off>
  --memory-days <0-90>    how long an alert confirmed as legitimate is remembered; 0: never
  --two-person-above <n>  --most-resources <n>  --most-percent <n>  --protected-tag <tag>  --tag-stopped on|off

  --json                  the answer as JSON, for scripts
Exit code 0: done; 1: refused, and it is said why; 2: the command cannot be understood.`;

const fixed = 'direct-bill';

/** The partner without its row's id, as JSON for people and scripts. */
export function asJson({ partner, isFromFile, removedAt }: KnownPartner) {
  return { ...partner, kind: partner.kind ?? fixed, isFromFile, ...(removedAt === undefined ? {} : { removedAt }) };
}

export function listText(known: readonly KnownPartner[]): string {
  if (known.length === 0) return 'Nobody is served yet. npm run partners -- add';
  const rows = known.map(({ partner, isFromFile, removedAt }) => [
    partner.tenantId,
    oneLine(partner.name),
    partner.kind ?? fixed,
    partner.source,
    partner.language,
    isFromFile ? 'file' : 'command',
    removedAt === undefined ? 'served' : `removed ${removedAt.slice(0, 10)}`,
  ]);
  const table = [['TENANT', 'NAME', 'KIND', 'SOURCE', 'LANGUAGE', 'NAMED BY', 'STATE'], ...rows];
  const widths = (table[0] ?? []).map((_, i) => Math.max(...table.map((row) => row[i]?.length ?? 0)));
  return table
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

export function partnerText({ partner, isFromFile, removedAt }: KnownPartner): string {
  const { removal } = partner;
  const lines: readonly (readonly [string, string])[] = [
    ['tenant', partner.tenantId],
    ['name', oneLine(partner.name)],
    ['state', removedAt === undefined ? 'served' : `removed at ${removedAt}`],
    ['named by', isFromFile ? 'the partners file' : 'command'],
    ['kind', partner.kind ?? fixed],
    ['source', `${partner.source}, looked at every ${partner.pollMinutes} min`],
    ['language', partner.language],
    ['time zone', partner.timeZone],
    ['digest at', partner.digestAt ?? `${standardDigestAt} (the standard)`],
    ['reminders', remindersText(partner.reminders)],
    ['answers remembered', memoryText(partner.memoryDays)],
    ['alert types', ['mining', ...partner.extraAlertTypes.map(oneLine)].join(', ')],
    ...roles.map((role) => {
      const { groups, people } = givenRole(partner, role);
      const named = people.map((id) => `person ${id}`);
      return [`${role}s`, [...groups, ...named].join(', ') || '(no group)'] as const;
    }),
    ['two people', `above ${removal.twoPersonAbove} resources`],
    ['most at once', `${removal.mostResources} resources, ${removal.mostPercent} % of a subscription`],
    ['protected tags', removal.protectedTags.map(oneLine).join(', ') || '(none)'],
    ['tag what is stopped', removal.tagStopped ? 'on' : 'off'],
  ];
  return lines.map(([label, value]) => `${label.padEnd(20)} ${value}`).join('\n');
}

/** Names are outside text: no control character of theirs may move the terminal's cursor. */
function oneLine(text: string): string {
  return text.replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ');
}

function memoryText(own: number | undefined): string {
  const days = policyDays(own);
  return days === 0 ? 'never' : `${days} days at most${own === undefined ? ' (the standard)' : ''}`;
}

function remindersText(own: ReminderPolicy | undefined): string {
  const policy = own ?? standardReminders;
  const levels = reminderLevels.map((level) => `${level} ${policy[level].map((h) => `${h} h`).join(', ') || 'never'}`);
  return `${levels.join('; ')}${own === undefined ? ' (the standard)' : ''}`;
}
