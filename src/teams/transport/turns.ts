import { type Activity, CloudAdapter, type InvokeResponse, type TurnContext } from 'botbuilder';
import { AuthenticationError, type BotFrameworkAuthentication } from 'botframework-connector';
import type { Log } from '../../workflow/ports.ts';

export interface TurnsDeps {
  readonly authentication: BotFrameworkAuthentication;
  /** The bot: what it does with one activity. */
  readonly run: (context: TurnContext) => Promise<void>;
  /** What a person reads where the bot failed, in the language of the activity. */
  readonly failure: (activity: Activity) => string;
  readonly log: Log;
}

/** The HTTP answer to one activity; `body` goes out as JSON. */
export interface TurnAnswer {
  readonly status: number;
  readonly body?: unknown;
}

export interface Turns {
  readonly adapter: CloudAdapter;
  /** Runs one turn. Never throws, and never answers with words of a library. */
  handle(activity: object, authorization: string | undefined): Promise<TurnAnswer>;
}

/**
 * The SDK's adapter without its `process`, which prints every refused token to the console and sends the words of
 * errors to the caller (facts/stack.md 2 and 5).
 */
export function createTurns(deps: TurnsDeps): Turns {
  const adapter = new TurnAdapter(deps.authentication);
  adapter.onTurnError = (context, error) => answerFailure(deps, context, error);

  return {
    adapter,
    handle: async (activity, authorization) => {
      try {
        const response = await adapter.turn(authorization ?? '', asActivity(activity), deps.run);
        if (response === undefined) return { status: 200 };
        // So the SDK says that the bot has no handler for an invoke; nothing failed here.
        if (response.status === 501) return refusal(404, 'unknown-invoke', 'This bot has no use for such an invoke.');
        return response.body === undefined
          ? { status: response.status }
          : { status: response.status, body: response.body };
      } catch (err) {
        if (err instanceof AuthenticationError) {
          deps.log.info({ why: err.message }, 'refused an activity');
          return err.statusCode === 403
            ? refusal(403, 'forbidden', 'This service URL is not served here.')
            : refusal(401, 'unauthorized', 'The request does not prove that it comes from Teams to this bot.');
        }
        deps.log.error({ err }, 'a turn failed');
        return refusal(500, 'failed', 'The activity could not be handled.');
      }
    },
  };
}

class TurnAdapter extends CloudAdapter {
  turn(
    authorization: string,
    activity: Activity,
    run: (context: TurnContext) => Promise<void>,
  ): Promise<InvokeResponse | undefined> {
    return this.processActivity(authorization, activity, run);
  }
}

function refusal(status: number, code: string, message: string): TurnAnswer {
  return { status, body: { error: { code, message } } };
}

/** The web server has checked `type` and `serviceUrl`; the rest is read with a schema where it is used. */
function asActivity(body: object): Activity {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the SDK's type promises fields that only a sender can keep
  const activity = { ...body } as Activity;
  for (const key of ['timestamp', 'localTimestamp', 'expiration'] as const) {
    const text: unknown = activity[key];
    if (typeof text === 'string') activity[key] = new Date(text);
  }
  return activity;
}

/**
 * A person who waits for an answer gets one in words. Other activities, as of an installation, end as 500, so that
 * nobody takes them for done.
 */
async function answerFailure(deps: TurnsDeps, context: TurnContext, err: unknown): Promise<void> {
  const { activity } = context;
  deps.log.error({ err, type: activity.type, name: activity.name }, 'the bot failed in a turn');
  const text = deps.failure(activity);
  if (activity.type === 'invoke') {
    const body = invokeFailure(activity.name, text);
    await context.sendActivity({ type: 'invokeResponse', value: { status: body === undefined ? 500 : 200, body } });
  } else if (activity.type === 'message') {
    await context
      .sendActivity(text)
      .catch((cause: unknown) => deps.log.warn({ err: cause }, 'could not say so either'));
  } else {
    throw err;
  }
}

/** Shapes of answers to invokes: facts/teams.md 3.2 and 3.6. */
function invokeFailure(name: string | undefined, text: string): object | undefined {
  if (name === 'adaptiveCard/action')
    return { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: text };
  return name?.startsWith('task/') === true ? { task: { type: 'message', value: text } } : undefined;
}
