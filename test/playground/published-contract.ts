import { readFileSync } from 'node:fs';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { asJson } from './open-world.ts';

const folder = new URL('../support/contracts/', import.meta.url);

/** Validators for the definitions of a published Swagger 2 file, by definition name. */
export function publishedContract(file: string): (definition: string) => ValidateFunction {
  const swagger = asJson(JSON.parse(readFileSync(new URL(file, folder), 'utf8')));
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema({ $id: 'contract', definitions: repaired(swagger.definitions) });
  return (definition) => ajv.compile({ $ref: `contract#/definitions/${plain(definition)}` });
}

/**
 * Names without brackets, which a JSON pointer cannot carry; and enumerations of words are strings, which is what goes
 * over the wire (the Partner Center file says integer with format int32 and lists words).
 */
function repaired(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(repaired);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]): [string, unknown] =>
    name === '$ref'
      ? [name, `#/definitions/${plain(String(inner).replace('#/definitions/', ''))}`]
      : [plain(name), repaired(inner)],
  );
  const schema = Object.fromEntries(entries);
  const { format: _format, ...words } = schema;
  return Array.isArray(schema.enum) && schema.type === 'integer' ? { ...words, type: 'string' } : schema;
}

function plain(name: string): string {
  return name.replaceAll(/[[\],]/g, '-');
}
