/** Tells screen readers what happened, politely: at most one sentence in `PAUSE_MS`. */
const PAUSE_MS = 1200;
const region = document.getElementById('announcer');
const waiting = [];
let timer = 0;

export function announce(sentence) {
  waiting.push(sentence);
  timer ||= setTimeout(speak, 100);
}

function speak() {
  const sentences = waiting.splice(0);
  const last = sentences.at(-1).slice(0, 200);
  region.textContent = sentences.length > 1 ? `${sentences.length} news. Last: ${last}` : last;
  timer = setTimeout(() => {
    timer = 0;
    if (waiting.length > 0) speak();
  }, PAUSE_MS);
}
