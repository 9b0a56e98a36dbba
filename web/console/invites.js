/** Invites for people without a proxy: make one, show its code, end it. */
import { ask, change } from './access.js';
import { announce } from './announce.js';
import { button, make, SVG } from './draw.js';
import { duration, plural } from './format.js';

const QUIET_ZONE = 4;
const at = (id) => document.getElementById(id);

export class Invites {
  #made = null;
  #shown = '';

  constructor() {
    at('invite').addEventListener('submit', (event) => {
      event.preventDefault();
      this.#invite(new FormData(event.target));
    });
    at('invite-copy').addEventListener('click', () => this.#copy());
    at('invite-link').addEventListener('change', () => this.#drawCode());
  }

  async refresh() {
    const made = this.#made;
    const signal = AbortSignal.timeout(4000);
    const answer = await ask('/api/invites', { cache: 'no-store', signal }).catch(() => null);
    const news = answer?.ok && (await answer.json());
    if (news && made === this.#made) this.#show(news); // Not what was asked before it was made.
  }

  async #invite(form) {
    const made = await this.#post({
      channel: `${form.get('scope')}/${form.get('name')}`,
      seconds: form.get('seconds'),
      uses: form.has('once') ? '1' : '0',
    });
    if (!made) return;
    this.#made = made;
    at('invite-link').replaceChildren(...made.links.map((link) => new Option(link)));
    at('invite-print').textContent = made.fingerprint;
    at('invite-copy').textContent = 'Copy link';
    this.#drawCode();
    at('invitation').hidden = false;
    at('invitation').focus();
    announce('The link and its code are shown.');
    await this.refresh();
  }

  #drawCode() {
    at('invite-qr').replaceChildren(codeOf(this.#made.codes[at('invite-link').selectedIndex]));
  }

  async #copy() {
    const link = at('invite-link').value;
    const done = await navigator.clipboard.writeText(link).then(() => true, () => false);
    announce(done ? 'The link is copied.' : 'It could not be copied.');
    at('invite-copy').textContent = done ? 'Copied' : 'Not copied';
  }

  async #end(id) {
    if (await this.#post({ end: id })) {
      announce(`The invite ${id} has ended; its guests are gone.`);
      await this.refresh();
    }
  }

  #post(query) {
    return change(`/api/invites?${new URLSearchParams(query)}`, at('invites-error'));
  }

  #show({ refusal, guestPort, invites }) {
    if (this.#made && !invites.some(({ id }) => id === this.#made.id)) {
      this.#made = null;
      at('invitation').hidden = true;
      at('invite-link').replaceChildren();
    }
    const rows = invites.map(({ seconds, ...it }) => ({ ...it, left: duration(seconds) }));
    const text = JSON.stringify([refusal, guestPort, rows]);
    if (text === this.#shown) return;
    this.#shown = text;
    at('invite').hidden = Boolean(refusal);
    at('invites-state').textContent = stateOf(refusal, guestPort);
    at('invites-count').textContent = rows.length || '';
    const focused = document.activeElement?.dataset?.invite;
    at('invites-list').replaceChildren(...rows.map((one) => this.#row(one)));
    if (!focused) return;
    const same = at('invites-list').querySelector(`[data-invite="${CSS.escape(focused)}"]`);
    (same ?? at('invites')).focus();
  }

  #row({ id, channels, uses, guests, used, left }) {
    const once = used ? ', used' : ', for one guest';
    const words = make('p', {}, make('code', {}, id),
      ` ${channels.join(', ')}: ${left} left, ${plural(guests, 'guest')} here`,
      uses === 1 ? once : '');
    const end = button('End', `End invite ${id}`, () => this.#end(id));
    end.dataset.invite = id;
    return make('li', {}, words, make('div', { className: 'choices' }, end));
  }
}

function stateOf(refusal, port) {
  if (refusal) return `${refusal[0].toUpperCase()}${refusal.slice(1)}.`;
  return port > 0
    ? `The guest page is open on port ${port}.`
    : 'Nobody is invited, and nothing listens for guests. A phone needs no program: it opens a link.';
}

/** Dark on white, whatever the colours of the page: cameras read that best. */
function codeOf(rows) {
  const draw = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const size = rows.length + 2 * QUIET_ZONE;
  const d = rows.flatMap((row, y) => [...row.matchAll(/1+/g)].map(({ 0: run, index }) => {
    return `M${index + QUIET_ZONE} ${y + QUIET_ZONE}h${run.length}v1h-${run.length}z`;
  })).join('');
  const svg = draw('svg', {
    viewBox: `0 0 ${size} ${size}`, role: 'img', 'shape-rendering': 'crispEdges',
    'aria-label': 'The link as a QR code',
  });
  svg.append(draw('rect', { width: size, height: size, fill: '#fff' }), draw('path', { d }));
  return svg;
}
