import assert from 'node:assert/strict';
import { Ajv } from 'ajv';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json' with { type: 'json' };
import { maxActions } from '../../cards/parts/card.ts';
import { samples } from '../../cards/samples/all.ts';
import { verbs } from '../../cards/verbs.ts';
import { languages } from '../../src/domain/partner.ts';
import { wordsFor } from '../../src/teams/words.ts';
import { asVersion15, isObject, objectsOf, parseWithSdk } from '../support/card-json.ts';
import cardSchema from '../support/schemas/adaptive-card.1.5.schema.json' with { type: 'json' };

/** Largest card in UTF-16 units: Teams counts those, and other parts of the activity come on top (facts/teams.md 1.4). */
const maxCharacters = 40_000;

function officialSchema() {
  const { id, ...schema } = cardSchema;
  const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  ajv.addMetaSchema(draft06);
  return ajv.compile({ ...schema, $id: id });
}

const isValid = officialSchema();

/** Runs a check on every card in every state and language. */
function onEveryCard(check: (card: Record<string, unknown>, what: string) => void): void {
  assert.ok(samples.length > 60, 'the samples are missing');
  for (const { card, state, draw } of samples) {
    for (const language of languages) {
      check({ ...draw(wordsFor(language)) }, `${card} ${state} ${language}`);
    }
  }
}

describe('every card in every sample state', () => {
  it('is understood by the Adaptive Cards SDK without a complaint', () => {
    onEveryCard((card, what) => {
      const old = asVersion15(card);
      const { complaints, items } = parseWithSdk(old);

      assert.deepEqual(complaints, [], what);
      assert.ok(isObject(old) && Array.isArray(old['body']) && items === old['body'].length, what);
    });
  });

  it('holds to the official schema 1.5, once newer elements gave way to their fallback', () => {
    onEveryCard((card, what) => {
      const valid = isValid(asVersion15(card));

      assert.ok(valid, `${what}: ${JSON.stringify(isValid.errors?.slice(0, 3))}`);
    });
  });

  it('has at most six actions at a time', () => {
    onEveryCard((card, what) => {
      for (const { path, object } of objectsOf(card)) {
        if (Array.isArray(object['actions'])) assert.ok(object['actions'].length <= maxActions, `${what} ${path}`);
      }
    });
  });

  it('stays small', () => {
    onEveryCard((card, what) => assert.ok(JSON.stringify(card).length <= maxCharacters, what));
  });

  it('has no leftovers of code in its text', () => {
    onEveryCard((card, what) => {
      const texts = JSON.stringify(card);

      assert.doesNotMatch(texts, /\bundefined\b|\bNaN\b|\[object |\bnull\b|Invalid Date|Infinity/, what);
      for (const { path, object } of objectsOf(card)) {
        if ('text' in object) assert.notEqual(String(object['text']).trim(), '', `${what} ${path}`);
        for (const [key, value] of Object.entries(object)) assert.notEqual(value, undefined, `${what} ${path}.${key}`);
      }
    });
  });

  it('speaks, has a text for old clients, and says its language', () => {
    onEveryCard((card, what) => {
      assert.equal(card['version'], '1.5', what);
      assert.ok(String(card['speak']).length > 3, what);
      assert.doesNotMatch(String(card['speak']), /[<>&]|\{\{/, what);
      assert.ok(String(card['fallbackText']).includes(String(card['speak'])), what);
      assert.ok(what.endsWith(String(card['lang'])), what);
    });
  });

  it('labels every input, and says what is wrong with a required one', () => {
    onEveryCard((card, what) => {
      for (const { path, object } of objectsOf(card)) {
        if (!String(object['type']).startsWith('Input.')) continue;
        assert.ok(object['id'], `${what} ${path}`);
        assert.ok(object['label'], `${what} ${path}`);
        if (object['isRequired'] === true) assert.ok(object['errorMessage'], `${what} ${path}`);
      }
    });
  });

  it('has only buttons that the bot knows, each saying what it is about', () => {
    const known = new Set<string>(Object.values(verbs));
    const aboutNothing = new Set<string>([
      verbs.listOpen,
      verbs.helpOpen,
      verbs.memoryOpen,
      verbs.statusOpen,
      verbs.failedOpen,
      verbs.failedRetry,
    ]);
    const aboutList = new Set<string>([verbs.alertsOpen, verbs.alertsCard]);
    const changesNothing = new Set<string>([verbs.caseShow, verbs.caseRefresh]);
    onEveryCard((card, what) => {
      for (const { path, object } of objectsOf(card)) {
        if (object['type'] !== 'Action.Execute') continue;
        const verb = String(object['verb']);
        const data = isObject(object['data']) ? object['data'] : {};
        assert.ok(known.has(verb), `${what} ${path}: ${verb}`);
        if (aboutList.has(verb)) {
          assert.match(String(data['list']), /^post_/, `${what} ${path}`);
          continue;
        }
        if (verb.startsWith('settings.')) {
          const isOpening = verb === verbs.settingsOpen || verb === verbs.settingsJoin;
          assert.equal(typeof data['rev'], isOpening ? 'undefined' : 'number', `${what} ${path}`);
          continue;
        }
        if (!aboutNothing.has(verb)) assert.match(String(data['case']), /^case_/, `${what} ${path}`);
        if (!aboutNothing.has(verb) && !changesNothing.has(verb))
          assert.equal(typeof data['rev'], 'number', `${what} ${path}`);
      }
    });
  });

  it('links only to https', () => {
    onEveryCard((card, what) => {
      for (const [, url] of JSON.stringify(card).matchAll(/\]\(([^)]*)\)/g)) {
        if (url?.startsWith('hxxp') || url?.startsWith('javascript:')) continue;
        assert.match(url ?? '', /^https:\/\//, what);
      }
    });
  });
});

describe('the checks on cards', () => {
  it('find a newer element without a fallback', () => {
    const planted = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Badge', text: 'x' }] };

    const { complaints } = parseWithSdk(asVersion15(planted));

    assert.notDeepEqual(complaints, []);
    assert.equal(isValid(asVersion15(planted)), false);
  });

  it('find an element that nobody knows, a doubled input and a wrong value', () => {
    const unknown = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'Chart.Unheard', data: [] }] };
    const doubled = {
      type: 'AdaptiveCard',
      version: '1.5',
      body: [
        { type: 'Input.Text', id: 'note' },
        { type: 'Input.Text', id: 'note' },
      ],
    };
    const wrong = { type: 'AdaptiveCard', version: '1.5', body: [{ type: 'TextBlock', text: 'x', size: 'Gigantic' }] };

    for (const card of [unknown, doubled, wrong]) assert.notDeepEqual(parseWithSdk(card).complaints, []);
  });
});
