export interface ServiceError {
  readonly code: string | undefined;
  readonly message: string | undefined;
}

/**
 * Code and words of an error body, in any of the shapes seen: `{error:{code,message}}` (Graph, ARM),
 * `{Error:{Code,Message}}` (facts/partner-center.md 2.5), `{code,description}`, `{statusCode,message}` (8.5), and
 * `{error,error_description}` of the login service. Anything else, as a cut-off or foreign body, gives nothing.
 */
export function readServiceError(text: string): ServiceError {
  try {
    const body = caseless(JSON.parse(text));
    const inner = caseless(body?.get('error'));
    const from = inner ?? body;
    return {
      code: word(from?.get('code') ?? from?.get('errorcode') ?? body?.get('error') ?? body?.get('statuscode')),
      message: sentence(from?.get('message') ?? from?.get('description') ?? from?.get('error_description')),
    };
  } catch {
    return { code: undefined, message: undefined };
  }
}

function caseless(value: unknown): ReadonlyMap<string, unknown> | undefined {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  return new Map(Object.entries(value).map(([key, item]) => [key.toLowerCase(), item]));
}

function word(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value;
  return typeof text === 'string' && /^[\w.:-]{1,100}$/.test(text) ? text : undefined;
}

function sentence(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 300) : undefined;
}
