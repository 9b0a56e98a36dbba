'use strict';
/** The page around the calls: the own camera, and one picture for each peer of the channel. */
const CHANNEL = 'examples.webrtc';
const CALLS_MAX = 8;
const STATES = {
  new: 'no answer yet; is this page open there?',
  connecting: 'connecting…',
  connected: 'connected',
  disconnected: 'interrupted…',
  failed: 'no path to this machine; trying again',
};
const AND_YET = ' You see and hear the others nevertheless.';
const CAMERA_ERRORS = {
  NotAllowedError: 'The camera is not allowed. Allow it beside the address, then join anew.',
  NotFoundError: 'There is no camera and no microphone. Plug one in, then join anew.',
  NotReadableError: 'Another program holds the camera. Close that, then join anew.',
  TypeError: 'Browsers give cameras to https and localhost pages only: open this page there.',
};

const [trouble, join, leave, camera, microphone, own, videos, alone] =
  ['trouble', 'join', 'leave', 'camera', 'microphone', 'own', 'videos', 'alone']
    .map((id) => document.getElementById(id));

/** For a proxy elsewhere: ?proxy=ws://localhost:9100 */
NamedWebSocket.proxy = new URLSearchParams(location.search).get('proxy') ?? undefined;

let socket;
let stream;
const calls = new Map();

join.onclick = async () => {
  complain('');
  join.disabled = true;
  stream = await openCamera().catch((error) => {
    complain((CAMERA_ERRORS[error.name] ?? error.message) + AND_YET);
    return null;
  });
  own.srcObject = stream;
  enter();
};

leave.onclick = () => socket.close();

/** Both, or else what there is. */
async function openCamera() {
  const wishes = [{ video: true, audio: true }, { video: true }, { audio: true }];
  for (const wish of wishes) {
    try {
      return await navigator.mediaDevices.getUserMedia(wish);
    } catch (error) {
      if (error.name !== 'NotFoundError' || wish === wishes.at(-1)) throw error;
    }
  }
}

function enter() {
  socket = new NetworkWebSocket(CHANNEL);
  socket.onopen = () => showJoined(true);
  socket.onconnect = ({ detail }) => start(detail.target);
  socket.ondisconnect = ({ detail }) => stop(detail.target);
  socket.onclose = ({ wasClean }) => {
    for (const track of stream?.getTracks() ?? []) track.stop();
    own.srcObject = null;
    showJoined(false);
    if (!wasClean) complain('The proxy does not answer. Start it with “nws”, then join again.');
  };
}

function start(peer) {
  if (calls.size >= CALLS_MAX) return complain(`Only ${CALLS_MAX} calls are shown at once.`);
  const call = new Call(peer, socket.id, stream);
  const picture = draw(String(peer.id), call);
  calls.set(peer, { call, picture });
  alone.hidden = true;
}

function stop(peer) {
  calls.get(peer)?.call.end();
  calls.get(peer)?.picture.remove();
  calls.delete(peer);
  alone.hidden = calls.size > 0;
}

function draw(id, call) {
  const [picture, video, caption] = ['figure', 'video', 'figcaption']
    .map((tag) => document.createElement(tag));
  Object.assign(video, { autoplay: true, playsInline: true, srcObject: call.stream });
  video.setAttribute('aria-label', `Video of peer ${id}`);
  const tell = () => (caption.textContent = `${id.slice(-6)}: ${STATES[call.state] ?? call.state}`);
  call.addEventListener('change', tell);
  tell();
  picture.append(video, caption);
  videos.append(picture);
  return picture;
}

function showJoined(isJoined) {
  [join.hidden, join.disabled, leave.hidden] = [isJoined, false, !isJoined];
  for (const [button, tracks] of [[camera, 'getVideoTracks'], [microphone, 'getAudioTracks']]) {
    const [track] = stream?.[tracks]() ?? [];
    button.hidden = !isJoined || !track;
    button.setAttribute('aria-pressed', 'false');
    button.onclick = () => {
      track.enabled = !track.enabled;
      button.setAttribute('aria-pressed', String(!track.enabled));
    };
  }
  alone.hidden = !isJoined || calls.size > 0;
}

function complain(sentence) {
  trouble.textContent = sentence;
  trouble.hidden = !sentence;
}
