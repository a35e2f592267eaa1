import type { WorldLogin } from './sign-in-types.ts';
import { need, type Store } from './store.ts';

/** What an administrator, or Microsoft, changes about sign-ins. */
export function loginOf(store: Store): WorldLogin {
  return {
    setAppTokens(where) {
      store.loginRules.appTokens = where;
      store.changed();
    },
    setRotation(rotates) {
      store.loginRules.rotates = rotates;
    },
    setTokenLife(seconds) {
      store.loginRules.tokenSeconds = seconds;
    },
    revoke(personId) {
      need(store.people, personId, 'person');
      store.revocations.set(personId, (store.revocations.get(personId) ?? 0) + 1);
      store.changed();
    },
    wantSignIn(personId, wanted) {
      if (wanted) store.wantsSignIn.add(personId);
      else store.wantsSignIn.delete(personId);
      store.changed();
    },
  };
}
