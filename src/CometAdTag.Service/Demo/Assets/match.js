import { element } from './element.js';

const secondsAMinute = 3;
const happens = {
  61: 'Varga wins a throw-in by standing in the right place.',
  63: 'Long ball from Vintergard, longer than planned.',
  66: 'The wind has turned. The flag points at the far post.',
  69: 'Save! Okoro gets a glove to it, then apologises to the post.',
  72: 'Vintergard change two. The stand sings the tide table.',
  76: 'Corner. Nobody laughs any more.',
  80: 'Free kick, thirty metres out, straight into the tea urn.',
  84: 'Vintergard press. The groundsman cannot look.',
  88: 'Four minutes are added, one of them for the tea urn.',
  90: 'Full time. They will meet again.',
};

/** A replayed match: its minute runs by itself, its goals are the reader's. */
export function startMatch(root, trigger) {
  const find = (selector) => root.querySelector(selector);
  const list = find('.ticker ol');
  const say = (text, isBig) => {
    list.append(element('li', isBig ? { class: 'big' } : {}, element('b', {}, `${minute}′`), ` ${text}`));
    list.scrollTop = list.scrollHeight;
  };
  const fire = (name, text) => {
    say(text, true);
    trigger(name);
    find('.sent').textContent =
      `“${name}” is sent. Each slot in view rotates for it once its ad has been up for 30 s; after 60 s the event is forgotten.`;
  };

  let minute = 61;
  say(happens[minute]);
  const clock = setInterval(() => {
    if (minute === 90) return clearInterval(clock);
    find('.minute').textContent = ++minute;
    if (happens[minute]) say(happens[minute]);
  }, secondsAMinute * 1000);

  for (const button of root.querySelectorAll('[data-goal]')) {
    button.addEventListener('click', () => {
      const goals = find(`.${button.dataset.goal}-goals`);
      goals.textContent = Number(goals.textContent) + 1;
      fire('goal', `GOAL! ${button.dataset.goal === 'home' ? 'Saltmere' : 'Vintergard'} score.`);
    });
  }
  find('[data-card]').addEventListener('click', () => fire('card', 'Yellow card, and a look that lasts longer.'));
  return () => clearInterval(clock);
}
