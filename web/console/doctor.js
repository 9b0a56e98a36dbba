/** What is wrong, if something is: the proxy's own checks, and what only a page can find out. */
import { ask, socket } from './access.js';
import { announce } from './announce.js';
import { make } from './draw.js';
import { plural } from './format.js';

const ANSWER_MS_MAX = 35_000;
const MESSAGE_MS_MAX = 20_000;
const WORDS = { ok: 'OK', warn: 'Look at this', fail: 'Fails' };
const at = (id) => document.getElementById(id);

export class Doctor {
  #isRunning = false;

  constructor() {
    at('doctor-run').addEventListener('click', () => this.#run());
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    at('doctor-run').setAttribute('aria-disabled', 'true');
    at('doctor-sum').textContent = 'Looking, for some seconds…';
    const asked = [pageCheck(), proxyChecks()];
    const findings = (await Promise.all(asked)).flat();
    at('findings').replaceChildren(...findings.map(line));
    at('doctor-sum').textContent = sumOf(findings);
    announce(`The checks are done. ${sumOf(findings)}`);
    at('doctor-run').removeAttribute('aria-disabled');
    this.#isRunning = false;
  }
}

async function proxyChecks() {
  try {
    const signal = AbortSignal.timeout(ANSWER_MS_MAX);
    const answer = await ask('/api/doctor', { method: 'POST', signal });
    if (!answer.ok) throw new Error(`/api/doctor answered ${answer.status}`);
    return (await answer.json()).findings;
  } catch (trouble) {
    const what = `the proxy did not say how it is: ${trouble.message}`;
    return [{ grade: 'fail', what, next: 'start it with nws, or ask nws doctor' }];
  }
}

/** Two sockets of this page on a channel nobody knows; one speaks, the other hears. */
async function pageCheck() {
  const channel = `doctor-${crypto.randomUUID()}`;
  const open = (id) => socket(`/local/${channel}/${id}?kind=doctor`);
  const began = performance.now();
  const sockets = [open('ann'), open('bob')];
  try {
    await within(Promise.all(sockets.map((one) => heard(one, 'open'))));
    const arrival = heard(sockets[1], 'message');
    sockets[0].send('are you well?');
    await within(arrival);
    const took = Math.round(performance.now() - began);
    const what = `this page opened two sockets and a message went across, all within ${took} ms`;
    return { grade: 'ok', what, next: '' };
  } catch (trouble) {
    const next = 'is the proxy running? does an extension of the browser block WebSockets?';
    return { grade: 'fail', what: `no message goes from page to page: ${trouble.message}`, next };
  } finally {
    for (const one of sockets) one.close();
  }
}

function heard(socket, type) {
  return new Promise((done, fail) => {
    socket.addEventListener(type, done, { once: true });
    socket.addEventListener('close', () => fail(new Error('a socket was closed')), { once: true });
  });
}

function within(promise) {
  const late = new Promise((_, fail) => {
    setTimeout(() => fail(new Error('nothing came in time')), MESSAGE_MS_MAX);
  });
  return Promise.race([promise, late]);
}

function line({ grade, what, next }) {
  const mark = make('span', { className: `grade ${grade}` }, WORDS[grade] ?? grade);
  const words = make('div', {}, make('p', {}, what));
  if (next) words.append(make('p', { className: 'quiet' }, next));
  return make('li', {}, mark, words);
}

/** Everything in one sentence. */
export function sumOf(findings) {
  const count = (wanted) => findings.filter(({ grade }) => grade === wanted).length;
  const [bad, odd] = [count('fail'), count('warn')];
  if (bad + odd === 0) return 'Everything is as it should be.';
  const parts = [bad && `${plural(bad, 'thing')} to mend`, odd && `${odd} to look at`];
  return `${parts.filter(Boolean).join(', ')}.`;
}
