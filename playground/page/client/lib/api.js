/** A refusal of the server of this page; its message can be shown. */
export class ApiError extends Error {}

export async function getSnapshot() {
  return answerOf(await fetch('/api/snapshot'));
}

/** Sends JSON to the world and answers what it answered. Throws ApiError with a message for people. */
export async function post(path, body) {
  let response;
  try {
    response = await fetch(`/api/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  } catch {
    throw new ApiError('The local world does not answer. Is it still running?');
  }
  return answerOf(response);
}

export async function removeFault(id) {
  return answerOf(await fetch(`/api/fault/${encodeURIComponent(id)}`, { method: 'DELETE' }));
}

async function answerOf(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(body.error ?? `The local world answered ${response.status}.`);
  return body;
}
