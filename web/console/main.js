/** The console: a form to join, a tab for each joined channel, an overview of the proxy. */
import { announce } from './announce.js';
import { explainName } from './explain.js';
import { Invites } from './invites.js';
import { Overview } from './overview.js';
import { Panel } from './panel.js';
import { Sites } from './sites.js';
import { Tabs } from './tabs.js';

const at = (id) => document.getElementById(id);
const form = at('join');
const isNarrow = matchMedia('(max-width: 860px)');

const tabs = new Tabs(at('tabs'), at('panels'), (isEmpty) => {
  at('tabs').hidden = isEmpty;
  at('empty').hidden = !isEmpty;
});

const sites = new Sites();
const invites = new Invites();
const overview = new Overview(
  (scope, name) => show(scope, name),
  (scope, name) => tabs.has(keyOf(scope, name)),
  () => Promise.all([sites.refresh(), invites.refresh()]),
);

form.addEventListener('submit', (event) => {
  event.preventDefault();
  const { scope, name, id } = Object.fromEntries(new FormData(form));
  try {
    if (tabs.has(keyOf(scope, name))) throw new Error('This page is on that channel: see its tab');
    join(scope, name, id.trim());
    complain('');
  } catch (error) {
    complain(explainName(error), /id/.test(error.message) ? 'id' : 'name');
  }
});

function show(scope, name) {
  const key = keyOf(scope, name);
  if (tabs.has(key)) tabs.choose(key, true);
  else join(scope, name);
}

function join(scope, name, id) {
  const key = keyOf(scope, name);
  const panel = new Panel({ scope, name, id }, overview.messageBytesMax, {
    leave: () => leave(key),
    news: () => tabs.tell(key),
  });
  const title = document.createElement('span');
  const badge = document.createElement('span');
  badge.className = 'scope';
  badge.append(scope);
  title.append(badge, ` ${name}`);
  tabs.add(key, title, panel.element);
  panel.element.querySelector('textarea').focus({ preventScroll: true });
  if (isNarrow.matches) at('work').scrollIntoView();
  overview.refresh();
}

function leave(key) {
  tabs.remove(key);
  announce(`Left ${key}.`);
  if (tabs.chosen === null) form.elements.name.focus();
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

function keyOf(scope, name) {
  return `${scope}/${name}`;
}
