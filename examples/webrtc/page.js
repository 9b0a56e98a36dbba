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
const AND_YET = ' You see and hear the others, and can write to them.';
const CAMERA_ERRORS = {
  NotAllowedError: 'The camera is not allowed. Allow it beside the address, then join anew.',
  NotFoundError: 'There is no camera and no microphone. Plug one in, then join anew.',
  NotReadableError: 'Another program holds the camera. Close that, then join anew.',
  TypeError: 'Browsers give cameras to https and localhost pages only: open this page there.',
};

const LINES_MAX = 200;

const [me, join, leave, camera, microphone, own, videos, alone, talk, text, log] =
  byId('me', 'join', 'leave', 'camera', 'microphone', 'own', 'videos', 'alone', 'talk', 'text', 'log');

let socket;
let stream;
const names = new Map();
me.value = randomName();
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
  meet(socket, () => ({ name: me.value }), (peer, { name }) => {
    if (name) names.set(peer, name);
    calls.get(peer)?.tell();
  });
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
  call.addEventListener('words', ({ detail }) => addLine(nameOf(peer), detail));
  calls.set(peer, { call, ...draw(peer, call) });
  alone.hidden = true;
}

function stop(peer) {
  calls.get(peer)?.call.end();
  calls.get(peer)?.picture.remove();
  calls.delete(peer);
  names.delete(peer);
  alone.hidden = calls.size > 0;
}

const nameOf = (peer) => shortName(names.get(peer), peer);

function draw(peer, call) {
  const [picture, video, caption] = ['figure', 'video', 'figcaption'].map((tag) => make(tag));
  Object.assign(video, { autoplay: true, playsInline: true, srcObject: call.stream });
  const tell = () => {
    caption.textContent = `${nameOf(peer)}: ${STATES[call.state] ?? call.state}`;
    video.setAttribute('aria-label', `Video of ${nameOf(peer)}`);
  };
  call.addEventListener('change', tell);
  tell();
  picture.append(video, caption);
  videos.append(picture);
  return { picture, tell };
}

talk.onsubmit = (event) => {
  event.preventDefault();
  if (!text.value) return;
  const heard = [...calls].filter(([, { call }]) => call.say(text.value)).map(([peer]) => peer);
  const whom = heard.length ? `You, to ${heard.map(nameOf).join(', ')}` : 'Nobody hears you yet';
  addLine(whom, text.value);
  if (heard.length) text.value = '';
};

function addLine(who, words) {
  log.append(make('li', {}, make('b', {}, who), words.slice(0, 2000)));
  if (log.childElementCount > LINES_MAX) log.firstElementChild.remove();
  log.parentElement.scrollTop = log.scrollHeight;
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
  [talk.hidden, me.readOnly] = [!isJoined, isJoined];
  alone.hidden = !isJoined || calls.size > 0;
}
