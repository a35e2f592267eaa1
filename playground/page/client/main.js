import { createChat } from './chat/chat.js';
import { createDrawers } from './drawers.js';
import { createAnnouncer } from './lib/announce.js';
import { followWorld } from './lib/live.js';
import { readPlace, writePlace } from './lib/place.js';
import { conversationOf, createStore, personOf } from './lib/store.js';
import { createPanel } from './panel/panel.js';
import { createRail } from './rail.js';
import { createUnread } from './unread.js';

const store = createStore();
const unread = createUnread();
const announce = createAnnouncer(document.getElementById('announcer'));
const drawers = createDrawers(document.getElementById('app'), document.getElementById('scrim'));

const drawRail = createRail(document.getElementById('rail'), store, { unread: unread.isUnread, close: drawers.close });
const drawChat = createChat(document.getElementById('chat'), store, {
  openRail: () => drawers.open('rail'),
  openPanel: () => drawers.open('panel'),
});
const drawPanel = createPanel(document.getElementById('panel'), store, { close: drawers.close });

store.subscribe((state) => {
  if (state.snapshot === undefined) return;
  const person = personOf(state);
  const conversation = conversationOf(state);
  unread.update(state.snapshot, person, conversation.id);
  announce(state.snapshot, person);
  drawRail(state);
  drawChat(state);
  drawPanel(state);
  writePlace({ personId: person.id, conversationId: conversation.id });
});
store.set(readPlace());
window.addEventListener('hashchange', () => store.set(readPlace()));

followWorld({
  onSnapshot: (snapshot) => {
    store.set({ snapshot, connected: true });
    // Tests wait for what is on the screen to be the world's newest.
    document.documentElement.dataset.version = snapshot.version;
  },
  onConnection: (connected) => {
    if (store.get().connected !== connected) store.set({ connected });
  },
});
