// The hello of this page says which match it shows
const { send } = WebSocket.prototype;
WebSocket.prototype.send = function (text) {
  const frame = JSON.parse(text);
  send.call(this, frame.type === 'hello' ? JSON.stringify({ ...frame, variables: { match: '7' } }) : text);
};
