import { getSnapshot } from './api.js';

/**
 * Follows the world: `onSnapshot` after each change, `onConnection(false)` while the world is away. Changes that come
 * while a snapshot is being fetched cause one more fetch, not one each.
 */
export function followWorld({ onSnapshot, onConnection }) {
  let fetching = false;
  let again = false;

  async function refresh() {
    if (fetching) {
      again = true;
      return;
    }
    fetching = true;
    try {
      do {
        again = false;
        onSnapshot(await getSnapshot());
      } while (again);
    } catch {
      onConnection(false);
    } finally {
      fetching = false;
    }
  }

  const events = new EventSource('/api/events');
  events.addEventListener('open', () => onConnection(true));
  events.addEventListener('message', () => void refresh());
  events.addEventListener('error', () => onConnection(false));
}
