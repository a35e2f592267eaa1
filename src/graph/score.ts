import { OutsideError } from '../domain/outside.ts';
import type { Partner } from '../domain/partner.ts';
import { asOneOf, present } from '../http/loose.ts';
import type { Tokens } from '../http/tokens.ts';
import { createAskGraph, type GraphDeps, outside } from './client.ts';
import { Collection, SecurityRequirement } from './schema.ts';

interface ScoreReaderDeps extends GraphDeps {
  readonly tokens: Tokens;
  /** Scope of the app's token. */
  readonly scope: string;
}

interface ResponseTime {
  readonly averageHours?: number;
  readonly compliant?: boolean;
}

const version = 'beta';
const path = '/security/partner/securityScore/requirements';
/** There are five requirements. */
const mostPages = 10;

/** The partner's security score of Graph beta, read by the app (facts/partner-center.md 2.4). */
export function createScoreReader(deps: ScoreReaderDeps) {
  const ask = createAskGraph(deps);

  async function find(token: string): Promise<SecurityRequirement | undefined> {
    let to: { path: string } | { link: string } = { path };
    for (let pages = 0; pages < mostPages; pages += 1) {
      const page: Collection = await ask({ version, to, token }, (body) => Collection.parse(body));
      const read = page.value.flatMap((item) => SecurityRequirement.safeParse(item).data ?? []);
      const found = read.find((one) => /^securityAlertsPromptlyResolved$/i.test(one.requirementType ?? ''));
      const link = page['@odata.nextLink'];
      if (found !== undefined || link === undefined) return found;
      to = { link };
    }
    return undefined;
  }

  return {
    /**
     * Average hours to answer an alert in the last 30 days as Microsoft counts them, and whether that complies; undefined
     * where Graph has no such requirement, or says neither. Throws OutsideError.
     */
    async responseTime(partner: Partner): Promise<ResponseTime | undefined> {
      try {
        const found = await outside(async () => find(await deps.tokens.app(partner.tenantId, deps.scope)));
        const figure = present({
          averageHours: found?.averageResponseTimeInHours,
          compliant: compliantOf(found?.complianceStatus),
        });
        return Object.keys(figure).length === 0 ? undefined : figure;
      } catch (error) {
        if (error instanceof OutsideError && error.why === 'not-found') return undefined;
        throw error;
      }
    },
  };
}

/** `noncomplaint` is how the API spells it; the day on which it is mended is provided for. */
function compliantOf(status: string | undefined): boolean | undefined {
  const known = asOneOf(status, ['compliant', 'noncomplaint', 'noncompliant']);
  return known === undefined ? undefined : known === 'compliant';
}
