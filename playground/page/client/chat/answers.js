import { toast } from '../lib/toast.js';

const failed = 'Mining Watch could not be reached. Try again.';

/** Shows what an invoke was answered, as Teams does: a message as a notice; a card is drawn by the world's next snapshot. */
export function showAnswer(answer) {
  const refused = answer.httpStatus !== 200 || (answer.statusCode ?? 200) >= 400;
  if (refused && answer.type !== 'application/vnd.microsoft.activity.loginRequest') {
    toast('bad', wordsOf(answer.value) ?? failed, {
      title: `That did not work (${answer.statusCode ?? answer.httpStatus})`,
    });
  } else if (answer.type === 'application/vnd.microsoft.activity.loginRequest') {
    toast('info', wordsOf(answer.value) ?? 'Teams would now open the sign-in of your organisation.', {
      title: 'Sign in first',
    });
  } else if (answer.type === 'application/vnd.microsoft.activity.message') {
    toast('info', wordsOf(answer.value) ?? 'Done.', { title: 'Mining Watch' });
  }
}

function wordsOf(value) {
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'object' && value !== null) {
    for (const key of ['message', 'text', 'content']) {
      const words = wordsOf(value[key]);
      if (words !== undefined) return words;
    }
  }
  return undefined;
}
