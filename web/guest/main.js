/** The page of guests: shows its link's secret, asks for a name, joins the invited channels. */
import { enter, forget, visit } from './pass.js';
import { Room } from './rooms.js';

const ENDS = {
  over: ['This invite has ended', 'Ask the person who invited you for another.'],
  used: ['This invite has been used', 'It was for one guest. Ask for another, or go on in the '
    + 'browser that opened it first.'],
  unknown: ['This link does not work', 'A part of it may be missing, or it is old. Scan the code '
    + 'again, or ask for another link.'],
  full: ['There is no room', 'This invite has as many guests as it may. Ask for another.'],
  guessing: ['Too many wrong links', 'Wait a minute, then open your link again.'],
  none: ['You need a link', 'Open the link or scan the code that somebody on the other computer '
    + 'made with “nws invite” or in the console.'],
  left: ['You left', 'Load this page again to come back while the invite holds.'],
  gone: ['The other computer does not answer', 'It may be off or asleep, its proxy may have '
    + 'stopped, the invite may have ended, or this device is on another network.'],
};
const NOT_JOINED = 'This channel could not be joined. It may be full; or this browser opened the '
  + 'page but refuses its connection because of the certificate, as some iPhones do.';
const LOOK_MS = 4000;
const at = (id) => document.getElementById(id);
const rooms = new Map();
let pass = null;
let ownName = '';
let isOver = false;
let untilMs = 0;
let lookTimer = 0;

at('again').addEventListener('click', () => location.reload());
at('leave').addEventListener('click', () => end('left'));
at('enter').addEventListener('submit', (event) => {
  event.preventDefault();
  ownName = new FormData(at('enter')).get('name').trim();
  if (!ownName) return complain('Write a name, so that others know who you are.');
  complain('');
  joinAll();
});
addEventListener('hashchange', () => location.reload());
begin();

async function begin() {
  const answer = await enter();
  if (!answer.token) return end(answer.why);
  pass = answer;
  untilMs = Date.now() + answer.seconds * 1000;
  const names = answer.channels.map((text) => text.slice(text.indexOf('/') + 1));
  at('door-text').textContent = `To ${names.length > 1 ? 'these channels' : 'this channel'}, `
    + `for ${lasting(answer.seconds)}:`;
  at('door-channels').replaceChildren(...names.map((name) => {
    return Object.assign(document.createElement('li'), { textContent: name });
  }));
  at('door').hidden = false;
  show('open', 'Your invite holds.');
  at('enter').elements.name.focus();
}

function joinAll() {
  NamedWebSocket.WebSocket = guestSocketWith(pass.token);
  at('door').hidden = true;
  at('inside').hidden = false;
  for (const text of pass.channels) {
    const scope = text.slice(0, text.indexOf('/'));
    const name = text.slice(scope.length + 1);
    const room = new Room({ scope, name }, () => mark(text));
    rooms.set(text, { room, channel: null, choice: choice(text, name) });
    at('rooms').append(room.element);
    join(text, { scope, name });
  }
  at('choices').hidden = rooms.size < 2;
  choose(pass.channels[0]);
  setInterval(showLeft, 10_000);
  showLeft();
}

/** The token goes where no log of requests keeps it: among the subprotocols. */
function guestSocketWith(token) {
  return class GuestSocket extends WebSocket {
    constructor(url) {
      super(url, ['nws.v1', `guest.${token}`]);
    }
  };
}

async function join(text, { scope, name }) {
  const { room } = rooms.get(text);
  const wish = { scope, channel: name, name: ownName, proxy: location.origin };
  const channel = await NamedWebSocket.join(wish).catch(() => null);
  if (isOver) return channel?.close();
  if (!channel) return look(() => room.note(NOT_JOINED));
  rooms.get(text).channel = channel;
  room.use(channel);
  room.note('You are here.');
  show('open', `Joined as ${ownName}.`);
  channel.addEventListener('away', () => look());
  channel.addEventListener('reconnect', () => show('open', `Joined as ${ownName}.`));
  channel.addEventListener('close', ({ detail: { reason } }) => {
    if (isOver) return;
    if (reason.startsWith('uninvited')) end('over');
    else look(() => room.note(`The channel closed: ${reason || 'no reason was given'}.`));
  });
}

/** Something broke: the invite may have ended meanwhile, or the other computer is away. */
async function look(otherwise) {
  clearTimeout(lookTimer);
  if (isOver) return;
  show('waiting', 'Connection lost. Trying again…');
  const answer = await visit(pass.token);
  if (isOver) return;
  if (answer.why && answer.why !== 'gone') return end(answer.why);
  if (Date.now() > untilMs) return end('over');
  if (answer.why === 'gone') {
    show('closed', 'The other computer does not answer. Trying again…');
    lookTimer = setTimeout(look, LOOK_MS);
    return;
  }
  otherwise?.();
  const isWhole = [...rooms.values()].every(({ channel }) => channel?.readyState === WebSocket.OPEN);
  if (isWhole) show('open', `Joined as ${ownName}.`);
}

function end(why) {
  if (isOver) return;
  isOver = true;
  clearTimeout(lookTimer);
  for (const { channel } of rooms.values()) channel?.close();
  const [title, text] = ENDS[why] ?? ENDS.gone;
  at('end-title').textContent = title;
  at('end-text').textContent = text;
  at('again').hidden = why !== 'gone' && why !== 'left';
  for (const id of ['door', 'inside']) at(id).hidden = true;
  at('end').hidden = false;
  show('closed', title);
  document.title = `${title} – Named Web Sockets`;
  at('end').focus();
  if (why === 'over' || why === 'unknown') forget();
}

function choice(text, name) {
  const button = Object.assign(document.createElement('button'), {
    type: 'button', textContent: name,
  });
  button.addEventListener('click', () => choose(text));
  at('choices').append(button);
  return button;
}

function choose(text) {
  for (const [key, { room, choice: button }] of rooms) {
    const isChosen = key === text;
    room.element.hidden = !isChosen;
    button.setAttribute('aria-pressed', String(isChosen));
    if (isChosen) button.textContent = key.slice(key.indexOf('/') + 1);
  }
  rooms.get(text).room.focus();
}

/** Something was said on a channel that is not shown. */
function mark(text) {
  const { room, choice: button } = rooms.get(text);
  if (room.element.hidden) button.textContent = `${text.slice(text.indexOf('/') + 1)} •`;
}

function show(state, text) {
  at('state').dataset.state = state;
  at('state-text').textContent = text;
}

function showLeft() {
  const seconds = Math.round((untilMs - Date.now()) / 1000);
  at('left').textContent = seconds > 0 ? `The invite holds for ${lasting(seconds)} more.` : '';
}

function lasting(seconds) {
  if (seconds < 120) return `${seconds} seconds`;
  if (seconds < 7200) return `${Math.ceil(seconds / 60)} minutes`;
  return `${Math.ceil(seconds / 3600)} hours`;
}

function complain(sentence) {
  at('enter-error').textContent = sentence;
  at('enter-error').hidden = !sentence;
  at('enter').elements.name.setAttribute('aria-invalid', String(Boolean(sentence)));
  if (sentence) at('enter').elements.name.focus();
}
