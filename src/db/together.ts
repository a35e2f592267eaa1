import { setImmediate as turn } from 'node:timers/promises';

/**
 * Calls of one turn of the event loop go together, and so do those that come while others are under way, after these: one
 * round trip and one commit for all of them. None waits for more than its turn when nothing is under way. `run` answers the
 * calls in their order. When it fails for several, each is made once more alone, so that one which cannot succeed fails for
 * its caller only; so `run` must have done nothing when it failed, or be repeatable.
 */
export function together<Call, Answer>(
  run: (calls: readonly Call[]) => Promise<readonly Answer[]>,
): (call: Call) => Promise<Answer> {
  interface Waiting {
    readonly call: Call;
    readonly answered: PromiseWithResolvers<Answer>;
  }
  let waiting: Waiting[] = [];
  let isUnderWay = false;

  const runAll = async (all: readonly Waiting[]): Promise<void> => {
    try {
      const answers = await run(all.map(({ call }) => call));
      if (answers.length !== all.length) throw new Error(`${all.length} calls were given ${answers.length} answers`);
      answers.forEach((answer, i) => all[i]?.answered.resolve(answer));
    } catch (error) {
      const [only, ...others] = all;
      if (others.length === 0) only?.answered.reject(error);
      else for (const one of all) await runAll([one]);
    }
  };

  const runWaiting = async (): Promise<void> => {
    isUnderWay = true;
    while (waiting.length > 0) {
      // What the last answers, or the socket, have just woken comes in this turn.
      await turn();
      const all = waiting;
      waiting = [];
      await runAll(all);
    }
    isUnderWay = false;
  };

  return (call) => {
    const answered = Promise.withResolvers<Answer>();
    waiting.push({ call, answered });
    if (!isUnderWay) void runWaiting();
    return answered.promise;
  };
}
