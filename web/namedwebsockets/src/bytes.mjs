export function isBlob(data) {
  return typeof Blob === 'function' && data instanceof Blob;
}

/** Buffers of other realms (frames, vm) count too, so no `instanceof`. */
export function isBytes(data) {
  return ArrayBuffer.isView(data) || /ArrayBuffer\]$/.test(Object.prototype.toString.call(data));
}

export function viewOf(data) {
  if (!ArrayBuffer.isView(data)) return new Uint8Array(data);
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}

export function sizeOf(data) {
  if (isBytes(data)) return data.byteLength;
  return isBlob(data) ? data.size : new TextEncoder().encode(data).length;
}

export function toBase64(bytes) {
  if (bytes.toBase64) return bytes.toBase64();
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

export function fromBase64(text) {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(text);
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
