import type { Case } from '../domain/case.ts';
import type { Person } from '../domain/people.ts';
import type { Log } from './ports.ts';
import type { ActTarget, AzureActs, AzureScope } from './response-ports.ts';

/** Name of the tag that says for which case something was stopped. */
const tagName = 'mining-watch-case';

/** Marks what was stopped with the case, where the partner wants that. It is stopped without it, too: a tag that fails is logged. */
export async function tagStopped(
  { acts, log }: { readonly acts: Pick<AzureActs, 'tag'>; readonly log: Log },
  { at, by, number }: { readonly at: AzureScope; readonly by: Person; readonly number: Case['number'] },
  resource: ActTarget,
): Promise<void> {
  if (!at.partner.removal.tagStopped) return;
  try {
    const answer = await acts.tag(at, by, resource, { [tagName]: `MW-${number}` });
    if (answer.kind === 'refused') log.warn({ why: answer.why }, 'a stopped resource could not be tagged');
  } catch (err) {
    log.warn({ err }, 'a stopped resource could not be tagged');
  }
}
