/** Fills in where this proxy really is, and what it says of itself. */
for (const host of document.querySelectorAll('[data-host]')) host.textContent = location.host;

// What the console was given, where the proxy asks for a token.
const session = localStorage.getItem('nws.session');
const headers = session ? { authorization: `Bearer ${session}` } : {};
const answer = await fetch('/api/status', { cache: 'no-store', headers }).catch(() => null);
if (answer?.ok) {
  const { proxy, channels } = await answer.json();
  const count = channels.length === 1 ? 'one channel' : `${channels.length || 'no'} channels`;
  const where = `version ${proxy.version}, port ${proxy.port}`;
  document.getElementById('state-text').textContent = `A proxy runs here: ${where}, ${count} open.`;
}
