/** Which sites may open sockets: those that wait for a person, and what was decided. */
import { ask, change } from './access.js';
import { announce } from './announce.js';

const RULES = {
  any: 'Every other site may open sockets (--origins any).',
  same: 'No other site may open sockets (--origins same).',
  ask: 'A site nobody has decided about waits here for you (--origins ask).',
};
const at = (id) => document.getElementById(id);

export class Sites {
  #known = new Set();
  #shown = '';

  async refresh() {
    const signal = AbortSignal.timeout(4000);
    const answer = await ask('/api/origins', { cache: 'no-store', signal }).catch(() => null);
    if (answer?.ok) this.#show(await answer.json());
  }

  #show(sites) {
    const text = JSON.stringify({ ...sites, waiting: sites.waiting.map(({ seconds, ...it }) => it) });
    if (text === this.#shown) return;
    this.#shown = text;
    const { rule, waiting, decisions } = sites;
    at('sites-rule').textContent = RULES[rule] ?? `Other sites that may open sockets: ${rule}.`;
    at('sites-count').textContent = waiting.length ? `${waiting.length} waiting` : '';
    const isHere = at('sites').contains(document.activeElement);
    at('waiting').replaceChildren(...waiting.map((site) => this.#waiting(site)));
    at('decisions').replaceChildren(...decisions.map((site) => this.#decision(site)));
    if (isHere && !at('sites').contains(document.activeElement)) at('sites').focus();
    for (const { origin } of waiting) {
      if (!this.#known.has(origin)) announce(`${origin} asks to open sockets.`);
    }
    this.#known = new Set(waiting.map(({ origin }) => origin));
  }

  #waiting({ origin, channels }) {
    const foreign = origin.includes('xn--')
      ? ' Its name is in another script, and may look like one you know.' : '';
    const only = channels.length === 1 ? `Only ${channels[0]}` : 'Only these channels';
    return line(
      [strong(origin), ` asks for ${channels.join(', ')}.${foreign}`],
      this.#button('Allow', origin, { decision: 'allow' }),
      this.#button(only, origin, { decision: 'allow', channel: channels }),
      this.#button('Deny', origin, { decision: 'deny' }),
    );
  }

  #decision({ origin, allowed, channels }) {
    const where = channels.length ? ` on ${channels.join(', ')}` : '';
    const words = allowed ? ` may open sockets${where}.` : ' may not open sockets.';
    const other = allowed ? 'deny' : 'allow';
    return line(
      [strong(origin), words],
      this.#button(allowed ? 'Deny' : 'Allow', origin, { decision: other }),
      this.#button('Forget', origin, { decision: 'forget' }),
    );
  }

  #button(text, origin, { decision, channel = [] }) {
    const button = Object.assign(document.createElement('button'), {
      type: 'button', className: 'small', textContent: text,
    });
    button.setAttribute('aria-label', `${text}: ${origin}`);
    button.addEventListener('click', () => this.#decide(origin, decision, channel));
    return button;
  }

  async #decide(origin, decision, channels) {
    const query = new URLSearchParams({ decision, origin });
    for (const channel of channels) query.append('channel', channel);
    const sites = await change(`/api/origins?${query}`, at('sites-error'));
    if (sites) this.#show(sites);
  }
}

function line(words, ...buttons) {
  const text = document.createElement('p');
  text.append(...words);
  const row = Object.assign(document.createElement('div'), { className: 'choices' });
  row.append(...buttons);
  const item = document.createElement('li');
  item.append(text, row);
  return item;
}

function strong(origin) {
  return Object.assign(document.createElement('code'), { textContent: origin });
}
