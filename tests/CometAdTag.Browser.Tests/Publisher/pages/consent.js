// Stands in for a consent platform, whose window the viewer has yet to answer
const listeners = [];
window.__tcfapi = (command, version, heard) => {
  if (command !== 'addEventListener' || version !== 2) throw new Error(`${command} ${version}`);
  listeners.push(heard);
  heard({ gdprApplies: true, eventStatus: 'cmpuishown', tcString: 'CAAA', purpose: { consents: { 1: true } } }, true);
};
window.asked = () => listeners.length > 0;
window.answer = (storage) =>
  listeners.forEach((heard) => heard({ gdprApplies: true, eventStatus: 'useractioncomplete', tcString: 'CBBB', purpose: { consents: { 1: storage } } }, true));

// What the page tells the service
window.sent = [];
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (text) {
  sent.push(JSON.parse(text));
  send.call(this, text);
};
window.told = (storage) => sent.filter(({ consent }) => consent && consent.storage === storage);
window.addSlot = (id, zone) => {
  const slot = document.createElement('ins');
  slot.id = id;
  slot.className = 'comet-ad';
  slot.dataset.cometZone = zone;
  document.body.append(slot);
};
