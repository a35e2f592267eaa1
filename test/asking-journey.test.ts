import assert from 'node:assert/strict';
import type { InvokeAnswer, WorldPerson } from '../playground/world/types.ts';
import { isId } from '../src/domain/ids.ts';
import { cardText, until } from './support/house.ts';
import { adaptiveCard, answerText, sentence, useScene } from './survival/scene.ts';

const hour = 3_600_000;

describe('the third end of the journey: asking Microsoft and the customer', () => {
  const scene = useScene();

  const person = (name: RegExp): WorldPerson => scene().house.person(name);
  const cardOf = (answer: InvokeAnswer): unknown => {
    assert.equal(answer.type, adaptiveCard, answerText(answer));
    return answer.value;
  };
  const world = () => scene().house.world;

  it('composes a request, files it, follows it and adds a note, by buttons', async () => {
    const owner = person(/Megan/);
    const { press } = scene();
    const { card, caseId } = await scene().detected();
    const caseNow = async () => {
      assert.ok(isId('case', caseId));
      const stored = await scene().house.app.store.cases.load(caseId);
      assert.ok(stored);
      return stored.case;
    };
    const more = cardOf(await press(owner, card, 'more.open'));

    const form = cardOf(await press(owner, card, 'support.open', { kind: 'partner-center' }, more));
    assert.match(cardText(form), /adding or managing customers/i);
    assert.match(cardText(form), /Cryptomining notification/);
    const fields = {
      kind: 'partner-center',
      title: 'Cryptomining notification',
      problemType: 'Adding or managing customers',
      impact: 'moderate',
      contactName: owner.name,
      contactEmail: owner.upn,
    };
    const wrong = await press(owner, card, 'support.compose', { ...fields, description: 'Something else' }, form);
    assert.equal(wrong.type, sentence, 'the description has to begin with the name of the subscription');
    const { support } = await caseNow();
    assert.equal(support, undefined);
    const name =
      world()
        .snapshot()
        .azure.find(({ id }) => id === card.id)?.name ?? '';
    const subscription = /ski-[a-z]+/.exec(cardText(form))?.[0] ?? name;
    const description = `${subscription}\nIs it known which account made these machines?`;
    const composed = cardOf(await press(owner, card, 'support.compose', { ...fields, description }, form));
    assert.match(cardText(composed), /not filed/i);

    const bad = await press(owner, card, 'support.file', { kind: 'partner-center', number: 'soon' }, composed);
    assert.equal(bad.type, sentence);
    const filed = world().portal.file({ personId: owner.id, title: fields.title, description });
    cardOf(await press(owner, card, 'support.file', { kind: 'partner-center', number: filed.number }, composed));
    await until(async () => (await caseNow()).support?.['partner-center']?.tracking?.status === 'open');
    world().portal.answer(filed.number, 'We are looking into it.');
    world().advance(2 * hour);
    await scene().house.look();
    await until(async () =>
      (await caseNow()).support?.['partner-center']?.tracking?.notes.some(({ text }) => /looking into it/.test(text)),
    );
  });
});
