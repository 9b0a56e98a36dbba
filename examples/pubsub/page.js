'use strict';
/** The page around the hub: publish on a topic, listen to topics, share a login between pages. */
const CHANNEL = 'examples.pubsub';
const LINES_MAX = 200;

const [trouble, publish, topic, words, subscribe, wanted, topics, log, login, user, button] =
  ['trouble', 'publish', 'topic', 'words', 'subscribe', 'wanted', 'topics', 'log', 'login', 'user',
    'login-button'].map((id) => document.getElementById(id));

/** For a proxy elsewhere: ?proxy=ws://localhost:9100 */
NamedWebSocket.proxy = new URLSearchParams(location.search).get('proxy') ?? undefined;

const socket = new LocalWebSocket(CHANNEL);
const hub = new PubSubHub(socket);
let isLoggedIn = false;

socket.onclose = () => {
  trouble.textContent =
    'There is no connection to the proxy. Start it with “nws”, then load this page again.';
  trouble.hidden = false;
};

// Asked at once, before the socket is open: the hub loses nothing.
hub.publish('user.islogged.in');

hub.subscribe('user.logged.in', ({ username }) => showLogin(true, String(username)));
hub.subscribe('user.logged.out', () => showLogin(false));
hub.subscribe('user.islogged.in', () => {
  if (isLoggedIn) hub.publish('user.logged.in', { username: user.value });
});

login.onsubmit = (event) => {
  event.preventDefault();
  showLogin(!isLoggedIn);
  hub.publish(isLoggedIn ? 'user.logged.in' : 'user.logged.out', { username: user.value });
};

function showLogin(isIn, username = user.value) {
  isLoggedIn = isIn;
  user.value = username;
  user.readOnly = isIn;
  button.textContent = isIn ? 'Log out' : 'Log in';
  addLine('login', `${username} is logged ${isIn ? 'in' : 'out'}`);
}

publish.onsubmit = (event) => {
  event.preventDefault();
  if (!topic.value) return;
  hub.publish(topic.value, words.value);
  addLine(topic.value, `${words.value} (published here)`);
  words.value = '';
};

subscribe.onsubmit = (event) => {
  event.preventDefault();
  if (wanted.value) listenTo(wanted.value);
  wanted.value = '';
};

function listenTo(subject) {
  const end = hub.subscribe(subject, (payload) => addLine(subject, asText(payload)));
  const [item, stop] = [document.createElement('li'), document.createElement('button')];
  Object.assign(stop, { type: 'button', textContent: `${subject} ✕` });
  stop.setAttribute('aria-label', `Stop listening to ${subject}`);
  stop.onclick = () => {
    end();
    item.remove();
    wanted.focus();
  };
  item.append(stop);
  topics.append(item);
}

function asText(payload) {
  return typeof payload === 'string' ? payload : JSON.stringify(payload);
}

function addLine(subject, sentence) {
  const [line, title] = [document.createElement('li'), document.createElement('b')];
  title.textContent = subject;
  line.append(title, sentence);
  log.append(line);
  if (log.childElementCount > LINES_MAX) log.firstElementChild.remove();
  log.parentElement.scrollTop = log.scrollHeight;
}

listenTo('weather');
