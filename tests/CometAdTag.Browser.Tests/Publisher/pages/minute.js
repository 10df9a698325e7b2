// A timer of about a minute is kept, and runs out when the test says that the minute is over
const { now } = Date;
const { setTimeout: begin } = window;
const minutes = [];
let passed = 0;
Date.now = () => now() + passed;
window.setTimeout = (act, time, ...more) => (time > 50_000 && time <= 60_000 ? (minutes.push(act), 0) : begin(act, time, ...more));
window.passMinute = () => {
  passed += 60_000;
  minutes.splice(0).forEach((act) => act());
};
