import { readFileSync } from 'node:fs';
import type { ErrorObject, ValidateFunction } from 'ajv';
import ajvDraft4 from 'ajv-draft-04';
import { z } from 'zod';

const swaggerSchema = z.object({ definitions: z.record(z.string(), z.record(z.string(), z.unknown())) });

/**
 * Checks bodies against a definition of a Swagger 2 file in test/support/contracts. Answers what does not fit, in words.
 * Swagger lets any further field pass; those of the definitions in `closed` are refused.
 */
export function swaggerCheck(
  file: string,
  closed: readonly string[],
): (definition: string, body: unknown) => readonly string[] {
  const url = new URL(`./contracts/${file}`, import.meta.url);
  const { definitions } = swaggerSchema.parse(JSON.parse(readFileSync(url, 'utf8')));
  for (const name of closed) definitions[name] = { ...definitions[name], additionalProperties: false };
  const ajv = new ajvDraft4.default({ strict: false, allErrors: true, validateFormats: false });
  ajv.addSchema({ id: 'swagger', definitions });
  const compiled = new Map<string, ValidateFunction>();
  return (definition, body) => {
    const check = compiled.get(definition) ?? ajv.compile({ $ref: `swagger#/definitions/${definition}` });
    compiled.set(definition, check);
    const fits: unknown = check(body);
    return fits === true ? [] : (check.errors ?? []).map((e: ErrorObject) => `${e.instancePath} ${e.message}`);
  };
}
