/** The console: a form to join, an overview of the proxy, a tab for each channel one is on. */
import { announce } from './announce.js';
import { Doctor } from './doctor.js';
import { explainName } from './explain.js';
import { Invites } from './invites.js';
import { TopologyMap } from './map.js';
import { Overview } from './overview.js';
import { Panel } from './panel.js';
import { keyOf } from './rates.js';
import { Sites } from './sites.js';
import { Tabs } from './tabs.js';

const OVERVIEW = '';
const at = (id) => document.getElementById(id);
const form = at('join');
const isNarrow = matchMedia('(max-width: 860px)');

const tabs = new Tabs(at('tabs'), at('panels'));
const sites = new Sites();
const invites = new Invites();
const map = new TopologyMap();
tabs.add(OVERVIEW, 'Overview', at('overview'));
new Doctor();
const overview = new Overview({
  join: (scope, name) => show(scope, name),
  listen: (scope, name) => listen(scope, name),
  isJoined: (scope, name) => tabs.has(keyOf({ scope, name })),
  isTapped: (scope, name) => tabs.has(tapKeyOf(scope, name)),
  sites: () => Promise.all([sites.refresh(), invites.refresh()]),
  status: (status, rates) => map.show(status, rates),
});

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { scope, name, id } = Object.fromEntries(new FormData(form));
  try {
    if (tabs.has(keyOf({ scope, name }))) {
      throw new Error('This page is on that channel: see its tab');
    }
    join(scope, name, id.trim());
    complain('');
  } catch (error) {
    complain(explainName(error), /id/.test(error.message) ? 'id' : 'name');
  }
});

function show(scope, name) {
  const key = keyOf({ scope, name });
  if (tabs.has(key)) tabs.choose(key, true);
  else join(scope, name);
}

function listen(scope, name) {
  const key = tapKeyOf(scope, name);
  if (tabs.has(key)) tabs.choose(key, true);
  else open(key, 'listening', { scope, name, isTap: true });
}

function join(scope, name, id) {
  open(keyOf({ scope, name }), scope, { scope, name, id });
}

function open(key, word, wanted) {
  const panel = new Panel(wanted, overview.messageBytesMax, {
    leave: () => leave(key),
    news: () => tabs.tell(key),
  });
  const title = document.createElement('span');
  const badge = document.createElement('span');
  badge.className = 'scope';
  badge.append(word);
  title.append(badge, ` ${wanted.name}`);
  tabs.add(key, title, panel.element);
  (panel.element.querySelector('textarea') ?? panel.element).focus({ preventScroll: true });
  changed();
  if (isNarrow.matches) at('work').scrollIntoView();
}

function leave(key) {
  tabs.remove(key);
  announce(`Left ${key}.`);
  if (tabs.chosen === OVERVIEW) form.elements.name.focus();
  changed();
}

function changed() {
  at('empty').hidden = tabs.size > 1;
  overview.refresh();
}

function complain(sentence, field = '') {
  const problem = at('join-error');
  problem.textContent = sentence;
  problem.hidden = !sentence;
  for (const input of form.querySelectorAll('.field input')) {
    const isWrong = input.name === field;
    input.setAttribute('aria-invalid', String(isWrong));
    if (isWrong) input.focus();
  }
}

function tapKeyOf(scope, name) {
  return `listening to ${keyOf({ scope, name })}`;
}
