import type { FakeAnswer } from './server.ts';

/** Azure Resource Manager's error body. */
export function azureError(status: number, code: string, message: string): FakeAnswer {
  return { status, body: { error: { code, message } } };
}

export const badBody = (message: string): FakeAnswer => azureError(400, 'BadRequest', message);
