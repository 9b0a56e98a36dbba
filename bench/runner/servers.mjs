// The servers that are compared: how each is started, and what it needs.
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { SERVER_CORE, awaitPort, freePort, start, stop } from './processes.mjs';

// Bounds that no scenario of ours shall meet.
const OURS = ['--connections-max', '100000', '--channel-peers-max', '100000'];

const table = {
  ours: {
    command: (port, place) => ours(port, place, { nws: join(place.top, 'nws') }),
  },
  ceiling: {
    command: (port, place) => ({ command: join(place.target, 'ceiling'), args: [`${port}`] }),
  },
  'ceiling-uring': {
    command: (port, place) => ({
      command: join(place.target, 'ceiling'),
      args: [`${port}`, '--uring'],
    }),
  },
  bun: {
    needs: 'npm',
    command: (port, place) => ({
      command: bun(place),
      args: [join(place.peers, 'bun.mjs'), `${port}`],
    }),
  },
  ws: {
    needs: 'npm',
    command: (port, place) => ({
      command: process.execPath,
      args: [join(place.peers, 'ws.mjs'), `${port}`],
    }),
  },
  mosquitto: {
    needs: 'mosquitto',
    mqtt: true,
    command: (port, place) => ({ command: 'mosquitto', args: ['-c', mosquitto(port, place)] }),
  },
  netty: {
    needs: 'nws',
    command: (port, place) => ({
      command: join(place.javaHome, 'bin/java'),
      args: [
        '--enable-native-access=ALL-UNNAMED',
        '--sun-misc-unsafe-memory-access=allow',
        '-cp',
        join(place.top, '.nws/jars/lib/*'),
        join(place.peers, 'Textbook.java'),
        `${port}`,
      ],
    }),
  },
};

export const serverNames = () => Object.keys(table);
export const isOurs = (name) => name === 'ours' || name.startsWith('ours:');

/** What the server of that name is made of; undefined if there is none. */
export function definition(name, options, place) {
  if (!name.startsWith('ours:')) return table[name] && { name, ...table[name] };
  const variant = options.variants[name.slice('ours:'.length)];
  if (!variant) return undefined;
  const nws = variant.nws ? resolve(variant.nws) : join(place.top, 'nws');
  return {
    name,
    command: (port, at, extra) => ours(port, at, { ...variant, nws }, extra),
  };
}

/** Options and settings of the user's own must not change what is measured. */
function ours(port, place, { nws, javaOptions }) {
  const settings = join(place.target, 'nws.conf');
  writeFileSync(settings, '');
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([key]) => !key.startsWith('NWS_')),
  );
  if (javaOptions) env.NWS_JAVA_OPTS = javaOptions;
  const args = ['--config', settings, '--port', `${port}`, ...OURS];
  return { command: nws, args, env, lan: ['--lan', 'off'] };
}

export function bun(place) {
  const homes = join(place.peers, 'node_modules/@oven');
  const found = existsSync(homes)
    ? readdirSync(homes).map((home) => join(homes, home, 'bin/bun'))
    : [];
  return found.find((path) => existsSync(path));
}

function mosquitto(port, place) {
  const file = join(place.target, `mosquitto-${port}.conf`);
  const lines = [
    // With WebSocket alone it does not start: the library that Debian gives it keeps that listener
    // to itself. The library takes the name of an interface, and no address.
    `listener 0 ${join(place.target, `mosquitto-${port}.sock`)}`,
    `listener ${port}`,
    'bind_interface lo',
    'protocol websockets',
    'allow_anonymous true',
    'max_queued_messages 0',
    'max_queued_bytes 0',
    'max_inflight_messages 0',
    'set_tcp_nodelay true',
    'persistence false',
    'log_type error',
    'user root',
  ];
  writeFileSync(file, `${lines.join('\n')}\n`);
  return file;
}

/** Starts it on the core of the servers, or on any with core null; resolves once it listens. */
export async function launch(server, place, { core = SERVER_CORE, lan, everyMs } = {}) {
  const port = await freePort();
  const how = server.command(port, place);
  const args = [...how.args, ...(lan ?? how.lan ?? [])];
  const env = how.env;
  const begun = process.hrtime.bigint();
  const process_ = start({
    name: `${server.name}-${port}`,
    core,
    command: how.command,
    args,
    env,
    logs: place.logs,
  });
  try {
    await awaitPort(port, process_, everyMs);
  } catch (error) {
    await stop(process_);
    throw error;
  }
  const listenMs = Number(process.hrtime.bigint() - begun) / 1e6;
  return { ...process_, server, port, listenMs, stop: () => stop(process_) };
}
