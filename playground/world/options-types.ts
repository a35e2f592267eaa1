import type { AzureOptions } from './azure/types.ts';
import type { AppTokens } from './sign-in-types.ts';
import type { Fault } from './types.ts';

/** What a local world is made with. */
export interface WorldOptions {
  /** Folder for the certificate and the partners file. */
  readonly folder: string;
  /** Fixed ports, else free ones are taken. */
  readonly ports?: Partial<Record<Fault['service'], number>>;
  /** Start of the world's clock; default is the machine's. */
  readonly now?: Date;
  /** When the partners' digests are said, as the partners file has it; left to the product unless given. */
  readonly digestAt?: string | undefined;
  /** Seed of ids, so that two worlds of one seed are alike. Default 1. */
  readonly seed?: number;
  /** Whether the connector answers 429 past Teams' limits (facts/teams.md 1.1). Default true. */
  readonly limits?: boolean;
  /** Milliseconds that Teams waits for the bot's answer. Default 15,000. */
  readonly teamsPatienceMs?: number;
  /** Adds a customer to the first partner whose names are markup and mentions. Default false. */
  readonly hostile?: boolean;
  /** Whether the legacy route takes ResolvedReason Legitimate (the documents disagree). Default true. */
  readonly legacyTakesLegitimate?: boolean;
  /**
   * Whether the app's own tokens do where a person's are asked for. 'documented' (default): refused on the routes that
   * Microsoft documents for app+user only (403, code 900329). 'accepted': nowhere refused. 'refused': on fraudEvents
   * and on Graph's alerts too, as an open issue reports of Graph (403 Unauthorized_MissingMFA).
   */
  readonly appTokens?: AppTokens;
  readonly azure?: AzureOptions;
  /** Size of the world; the default is what `npm start` shows. `partners`: how many; `channelsPerPartner`. */
  readonly size?: {
    readonly partners?: number;
    readonly channelsPerPartner?: number;
    readonly subscriptionsPerPartner?: number;
  };
}
