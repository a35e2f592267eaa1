import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import AjvDraft04 from 'ajv-draft-04';
import addFormats from 'ajv-formats';
import localization from '../../manifest/it.json' with { type: 'json' };
import { icons } from '../../scripts/lib/draw-icons.ts';
import { fillManifest, manifestVariables } from '../../scripts/lib/fill-manifest.ts';
import { commandNames } from '../../src/teams/parse-command.ts';
import { typedWords } from '../../src/teams/words.ts';
import localizationSchema from '../support/schemas/MicrosoftTeams.Localization.v1.29.schema.json' with { type: 'json' };
import manifestSchema from '../support/schemas/MicrosoftTeams.v1.29.schema.json' with { type: 'json' };

const folder = new URL('../../manifest/', import.meta.url);
const template = readFileSync(new URL('manifest.json', folder), 'utf8');
const env = {
  BOT_APP_ID: '00000000-0000-4000-8000-000000000001',
  DEVELOPER_NAME: 'Contoso "Cloud" Ltd',
  DEVELOPER_WEBSITE_URL: 'https://contoso.example',
  DEVELOPER_PRIVACY_URL: 'https://contoso.example/privacy',
  DEVELOPER_TERMS_URL: 'https://contoso.example/terms',
};

interface Manifest {
  readonly id: string;
  readonly developer: { readonly name: string };
  readonly name: { readonly short: string; readonly full: string };
  readonly description: { readonly short: string };
  readonly bots: readonly {
    readonly scopes: readonly string[];
    readonly commandLists: readonly {
      readonly commands: readonly { readonly title: string; readonly description: string }[];
    }[];
  }[];
  readonly validDomains: readonly string[];
}

function filled(): Manifest {
  const result = fillManifest(template, env);
  assert.ok(result.kind === 'filled', JSON.stringify(result));
  return JSON.parse(result.json);
}

function validator(schema: object) {
  // One pattern of the localization schema is none under the u flag.
  const ajv = new AjvDraft04.default({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats.default(ajv);
  return ajv.compile(schema);
}

const localized: Readonly<Record<string, string>> = localization;

describe('the Teams manifest', () => {
  it('holds to the official schema', () => {
    const isValid = validator(manifestSchema);

    assert.ok(isValid(filled()), JSON.stringify(isValid.errors));
  });

  it('has a language file that holds to its schema', () => {
    const isValid = validator(localizationSchema);

    assert.ok(isValid(localization), JSON.stringify(isValid.errors));
  });

  it('keeps to the lengths that Teams shows, in both languages', () => {
    const { name, description, developer } = filled();

    for (const short of [name.short, localized['name.short'] ?? '']) assert.ok(short.length > 0 && short.length <= 30);
    for (const short of [description.short, localized['description.short'] ?? '']) {
      assert.ok(short.length > 0 && short.length <= 80, `${short.length}: ${short}`);
    }
    assert.ok(developer.name.length <= 32);
  });

  it('bears no name of Microsoft in its own', () => {
    const { name, description } = filled();

    assert.doesNotMatch(`${name.short} ${name.full}`, /microsoft|teams|azure|\bchat\b|\bhelp\b|\bapps?\b/i);
    assert.doesNotMatch(description.short, /\bapp\b/i);
  });

  it('lists only commands that the bot understands, by their first word, in both languages', () => {
    const commands = filled().bots[0]?.commandLists[0]?.commands ?? [];
    const names = commands.map(({ title }) =>
      commandNames.find((name) => typedWords('en', `commands.${name}`)[0] === title),
    );

    assert.ok(commands.length > 0 && commands.length <= 12);
    for (const [index, name] of names.entries()) {
      const at = `bots[0].commandLists[0].commands[${index}]`;
      assert.ok(name, `${commands[index]?.title} is no command`);
      assert.equal(localized[`${at}.title`], typedWords('it', `commands.${name}`)[0]);
      assert.ok(localized[`${at}.description`], at);
    }
  });

  it('has no Italian text for something that is not there', () => {
    const count = filled().bots[0]?.commandLists[0]?.commands.length ?? 0;
    const commandKeys = Object.keys(localized).filter((key) => key.startsWith('bots'));

    assert.equal(commandKeys.length, count * 2);
  });

  it('names itself alike in the manifest and on the cards', () => {
    assert.equal(filled().name.short, 'Mining Watch');
    assert.equal(localized['name.short'], filled().name.short);
  });

  it('asks to be reached in teams and alone, and trusts no domain but that of the sign-in', () => {
    const { bots, validDomains } = filled();

    assert.deepEqual(bots[0]?.scopes, ['team', 'personal']);
    assert.deepEqual(validDomains, ['token.botframework.com']);
  });

  it("asks for no right to a team that is not used, and offers sign-in with the bot's own application", () => {
    const manifest: Readonly<Record<string, unknown>> = { ...filled() };

    // The bot hears what mentions it, and asks Graph with the partner's own consent: it needs nothing of a team.
    assert.equal('authorization' in manifest, false);
    assert.deepEqual(manifest['webApplicationInfo'], { id: env.BOT_APP_ID, resource: `api://botid-${env.BOT_APP_ID}` });
  });

  it('has the channel chosen when it is added, and takes messages', () => {
    const bot: Readonly<Record<string, unknown>> = { ...filled().bots[0] };

    assert.deepEqual([bot['needsChannelSelector'], bot['isNotificationOnly']], [true, false]);
  });

  it('says that something may be deleted, and by whom, in both languages', () => {
    const { full } = { full: '', ...filled().description };

    assert.match(full, /deletes something in Azure only when a person/);
    assert.match(localized['description.full'] ?? '', /elimina qualcosa solo quando una persona/);
  });

  it('says what is missing instead of packing a hole', () => {
    const { DEVELOPER_NAME: _, ...rest } = env;

    assert.deepEqual(fillManifest(template, rest), { kind: 'missing', names: ['DEVELOPER_NAME'] });
    assert.deepEqual(fillManifest(template, { ...env, BOT_APP_ID: ' ' }), { kind: 'missing', names: ['BOT_APP_ID'] });
  });

  it('takes the id of the bot for that of the app where no other is given', () => {
    const own = fillManifest(template, { ...env, TEAMS_APP_ID: '00000000-0000-4000-8000-000000000002' });

    assert.equal(filled().id, env.BOT_APP_ID);
    assert.ok(own.kind === 'filled' && own.json.includes('00000000-0000-4000-8000-000000000002'));
  });

  it('has people sign in to another registration where the bot is a managed identity', () => {
    const result = fillManifest(template, { ...env, SSO_APP_ID: '00000000-0000-4000-8000-000000000003' });
    assert.ok(result.kind === 'filled');
    const { webApplicationInfo } = JSON.parse(result.json);

    assert.deepEqual(webApplicationInfo, {
      id: '00000000-0000-4000-8000-000000000003',
      resource: `api://botid-${env.BOT_APP_ID}`,
    });
  });

  it('explains each of its placeholders', () => {
    const used = new Set([...template.matchAll(/\{\{([A-Z_]+)\}\}/g)].map(([, name]) => name));

    assert.deepEqual(used, new Set(Object.keys(manifestVariables)));
  });
});

describe('the icons of the package', () => {
  for (const [name, size] of Object.entries(icons)) {
    it(`${name} is a PNG of ${size} by ${size} pixels`, () => {
      const png = readFileSync(new URL(`${name}.png`, folder));

      assert.equal(png.subarray(0, 8).toString('latin1'), '\u0089PNG\r\n\u001a\n');
      assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [size, size]);
    });
  }

  it('outline has an alpha channel, because its ground has to be transparent', () => {
    const alphaColour = 6;

    assert.equal(readFileSync(new URL('outline.png', folder))[25], alphaColour);
  });
});
