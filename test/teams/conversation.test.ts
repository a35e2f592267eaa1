import assert from 'node:assert/strict';
import type { WorldPerson } from '../../playground/world/types.ts';
import { until } from '../support/house.ts';
import { answerText, type Detected, useScene } from '../survival/scene.ts';

describe('what the bot says in a thread', () => {
  const scene = useScene();
  let detected: Detected;
  before(async () => {
    detected = await scene().detected();
  });

  const ask = (person: WorldPerson, text: string) => scene().ask(person, text, detected.card);
  const admin = () => scene().house.person(/admin/i);

  it('asks for no reason of what would be refused with any', async () => {
    const closing = await ask(admin(), 'close');
    const reopening = await ask(admin(), 'reopen');
    const waiting = await ask(admin(), 'snooze 30d');

    assert.match(closing, /^Please decide first/);
    assert.match(reopening, /^The case is still open/);
    assert.match(waiting, /^A reminder can be set for up to 7 days/);
  });

  it('tells those who may see no case no figures', async () => {
    const guest = scene().house.person(/guest/i);

    assert.doesNotMatch(await ask(guest, 'hello'), /case is open|cases are open|no case/i);
    assert.match(await ask(admin(), 'hello'), /One case is open\. It is not yours\./);
  });

  it('asks whether a number is a case or begins the sentence, and takes either once it is said', async () => {
    const { detected: another, records } = scene();
    const here = detected;
    const other = await another();
    const notes = async ({ caseId }: Detected) => {
      const row = (await records.cases()).find(({ state }) => state.id === caseId);
      return row?.state.notes.map(({ text }) => text) ?? [];
    };
    const before = await notes(other);

    const asked = await ask(admin(), `note ${other.number} machines are new`);
    const changed = await notes(other);
    await ask(admin(), `note #${here.number} ${other.number} machines are new`);
    await ask(admin(), `note #${other.number} the same here`);

    assert.ok(
      asked.startsWith(`Is ${other.number} a case, or does your sentence about case ${here.number} begin with it?`),
    );
    assert.match(asked, new RegExp(`“note #${here.number} ${other.number} …” for case ${here.number}`));
    assert.deepEqual(changed, before);
    assert.equal((await notes(here)).at(-1), `${other.number} machines are new`);
    assert.deepEqual(await notes(other), [...before, 'the same here']);
  });

  it('takes its name after an at sign for a mention that Teams did not make of it', async () => {
    assert.match(await ask(admin(), '@Mining Watch close'), /^Please decide first/);
    assert.doesNotMatch(await ask(admin(), '@Mining Watcher close'), /^Please decide first/);
  });

  it('gives back what was typed into a form that was older than the case', async () => {
    const { now, press, text } = scene();
    const old = now(detected.card)?.card;
    await ask(admin(), 'note the customer rang');
    await until(() => text(detected.card).includes('the customer rang'));
    const form = await press(admin(), detected.card, 'decide.open', {}, old);
    await ask(admin(), 'note once more');

    const input = { verdict: 'fraud', reason: 'A key was stolen, see the build log.' };
    const answer = await press(admin(), detected.card, 'decide', input, form.value);

    assert.match(answerText(answer), /The case has moved on/);
    assert.match(answerText(answer), /once more/);
    assert.match(answerText(answer), /You had written:\s+A key was stolen, see the build log\./);
  });

  it('tells Partner Center again by typing, once it could not be told', async () => {
    const { detected: another, house, text, alert } = scene();
    const { card, alertId } = await another();
    const say = (words: string) => scene().ask(admin(), words, card);
    assert.match(await say('tell again'), /^There is nothing to tell Partner Center again\./);
    house.world.addFault({
      service: 'graph',
      method: 'PATCH',
      times: 1,
      act: {
        kind: 'status',
        status: 403,
        body: { Error: { Code: 'Unauthorized_MissingMFA', Message: 'MFA is required.' } },
      },
    });

    await say('claim');
    await until(() => text(card).includes('Partner Center does not know yet'));
    const told = await say('tell again');

    assert.match(told, /^I am telling Partner Center about case \d+ again/);
    await until(() => alert(alertId).status === 'investigating' && text(card).includes('as being investigated'));
  });

  it('says until when it reminds of nothing', async () => {
    const english = await ask(admin(), 'snooze 2h they call back');
    const beyond = await ask(admin(), 'snooze 3d they call back');
    await ask(admin(), 'language it');
    const italian = await ask(admin(), 'rimanda 4h richiamano loro');
    await ask(admin(), 'lingua en');

    assert.match(english, /^The reminder for case \d+ is set for \w{3} \d+ \w{3}, \d\d:\d\d GMT.*\. Microsoft/);
    assert.match(beyond, /^The reminder for case \d+ is set for \w{3} .*, but Microsoft/);
    assert.match(italian, /^Il promemoria per il caso \d+ è impostato per \w{3} \d+ \w{3}, \d\d:\d\d .*\. Intanto/);
  });

  it('names the next step, also when somebody takes a case that is decided', async () => {
    const claimed = await ask(admin(), 'claim');
    await ask(admin(), 'fraud nobody knows these machines');
    await ask(admin(), 'release');
    const again = await ask(admin(), 'claim');
    const decidedAgain = await ask(admin(), 'legitimate');

    assert.match(claimed, /Next: is the customer’s account in good standing/);
    assert.match(again, /is yours\. The case is already decided\./);
    assert.match(decidedAgain, /^The case is already decided: fraud, by Megan Bowen\. Reopen it/);
  });
});
