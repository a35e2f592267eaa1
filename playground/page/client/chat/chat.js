import { post } from '../lib/api.js';
import { h, reconcile, renderWhenChanged } from '../lib/dom.js';
import { conversationOf, messagesOf, newChatId, partnerOf, personOf } from '../lib/store.js';
import { toast } from '../lib/toast.js';
import { showAnswer } from './answers.js';
import { composeBox } from './compose.js';
import { withDays } from './days.js';
import { emptyChat } from './empty.js';
import { chatHeader } from './header.js';
import { botName, createMessage, updateMessage } from './message.js';
import { automaticRefresh } from './refresh.js';
import { createSignIns } from './sign-in.js';
import { stickToEnd } from './stick-to-end.js';
import { createThread, threadsOf, updateThread } from './thread.js';

/** The middle of the page: the conversation looked at. Returns what draws a state. */
export function createChat(root, store, { openRail, openPanel }) {
  const header = h('header', { class: 'chat-header' });
  const notice = h('div', { class: 'chat-notice', role: 'status' });
  const place = h('div', { class: 'chat-place' });
  root.append(header, notice, place);
  const refresh = automaticRefresh((body) => post('execute', body));
  const signIns = createSignIns(() => store.set({}));
  let shown;

  return (state) => {
    const person = personOf(state);
    const conversation = conversationOf(state);
    const messages = messagesOf(state.snapshot, conversation.id);
    renderWhenChanged(header, JSON.stringify([conversation, person.id]), () =>
      chatHeader({
        conversation,
        person,
        partner: partnerOf(state.snapshot, conversation.tenantId),
        openRail,
        openPanel,
      }),
    );
    renderWhenChanged(notice, JSON.stringify([state.connected, conversation.state]), () =>
      noticeOf(state, conversation),
    );

    const key = conversation.kind === 'personal' ? `chat of ${person.id}` : `${person.id} in ${conversation.id}`;
    if (shown?.key !== key) {
      shown = { key, ...openConversation(conversation, { store, onExecute, signIns }) };
      place.replaceChildren(shown.element);
    }
    shown.update(messages, { person, snapshot: state.snapshot, conversation });
    refresh(messages, person, state.snapshot.now);
    signIns.follow(state.snapshot, person);
  };

  async function onExecute(message, { verb, data }, busy) {
    const person = personOf(store.get());
    try {
      showAnswer(await post('execute', { personId: person.id, messageId: message.id, verb, data, trigger: 'manual' }));
    } catch (error) {
      toast('bad', error.message, { title: 'That did not work' });
    } finally {
      busy();
    }
  }
}

function noticeOf(state, conversation) {
  if (!state.connected) return [h('p', { text: 'The local world is away. The page goes on as soon as it is back.' })];
  if (conversation.state === 'deleted') return [h('p', { text: 'This channel has been deleted.' })];
  if (conversation.state === 'archived') return [h('p', { text: 'The team of this channel is archived.' })];
  if (conversation.state === 'private')
    return [h('p', { text: `This channel is private: ${botName} cannot post here.` })];
  if (conversation.state === 'blocked') return [h('p', { text: `${botName} is blocked here.` })];
  if (conversation.state === 'bot-removed')
    return [h('p', { text: `${botName} is not installed here. The panel installs it.` })];
  return [];
}

/** The scroller and the compose box of one conversation as one person sees it. */
function openConversation(conversation, { store, onExecute, signIns }) {
  const channel = conversation.kind === 'channel';
  const list = h('div', { class: channel ? 'threads' : 'bubbles' });
  const scroller = h('div', { class: 'messages', id: 'messages', tabindex: -1 }, list);
  const end = stickToEnd(scroller, list);
  const say = async (message) => {
    const state = store.get();
    const now = conversationOf(state);
    const conversationId = now.id === newChatId ? undefined : now.id;
    const answer = await post('say', { personId: personOf(state).id, conversationId, ...message });
    tellStatus(answer.status, message.mention);
    if (message.threadId === undefined) end.toEnd();
  };
  const compose = composeBox({
    label: channel ? `Message in ${conversation.name}` : `Message to ${botName}`,
    placeholder: channel ? `Start a thread in ${conversation.name}` : `Write to ${botName}`,
    withMention: channel,
    send: (message) => say(channel ? message : { text: message.text }),
  });
  const element = h('div', { class: 'chat-body' }, scroller, end.button, h('div', { class: 'chat-compose' }, compose));

  return {
    element,
    update(messages, seen) {
      const view = { ...seen, onExecute, signIns, onSubmit: tellUnsupported, onSay: say };
      element.classList.toggle('chat-closed', seen.conversation.state === 'deleted');
      if (channel) {
        const items = withDays(threadsOf(messages), (thread) => thread.messages[0].at, seen);
        draw(
          items,
          (thread) => createThread(thread, view),
          (child, thread) => updateThread(child, thread, view),
        );
      } else {
        const items = withDays(messages, (message) => message.at, seen);
        draw(items, createMessage, (child, message) => updateMessage(child, message, view));
      }
    },
  };

  function draw(items, create, update) {
    const shown = items.length === 0 ? [{ id: 'empty', fixed: () => emptyChat(conversation) }] : items;
    reconcile(list, shown, {
      key: (item) => item.id,
      create: (item) => item.fixed?.() ?? create(item),
      update: (child, item) => {
        if (item.fixed === undefined) update(child, item);
      },
    });
  }
}

function tellUnsupported() {
  toast('info', 'Action.Submit is not part of the local world; Mining Watch uses Action.Execute.');
}

function tellStatus(status, mention) {
  if (status === 0 && mention === false)
    toast('info', `In a channel a bot is told only of messages that mention it. ${botName} did not get this one.`);
  else if (status === 0) toast('info', `${botName} is not installed here, so it did not get this.`);
  else if (status >= 400) toast('bad', `${botName} answered ${status}.`, { title: 'Not delivered' });
}
