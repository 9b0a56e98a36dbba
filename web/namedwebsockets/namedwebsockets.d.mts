export * from './namedwebsockets.js';
export { NamedWebSocket as default } from './namedwebsockets.js';
