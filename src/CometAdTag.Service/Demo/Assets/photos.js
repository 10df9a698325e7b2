const photos = [
  ['stadium', 'Half past six: the lights of the harbour ground come on before the players do.'],
  ['corner', 'The flag, ironed.'],
  ['net', 'Eighty-nine minutes, eleven seconds.'],
  ['harbour', 'The away train leaves along the water, a little quieter than it came.'],
];

/** A gallery whose next photo is an action of the user. */
export function startPhotos(root, trigger) {
  const picture = root.querySelector('.photo');
  let at = 0;
  function show() {
    const [name, caption] = photos[at];
    picture.src = `/demo/pictures/${name}.svg`;
    picture.alt = caption;
    root.querySelector('figcaption').textContent = caption;
    root.querySelector('.place').textContent = `${at + 1} of ${photos.length}`;
  }
  root.querySelector('[data-next]').addEventListener('click', () => {
    at = (at + 1) % photos.length;
    show();
    trigger('next-photo', { user: true });
    root.querySelector('.sent').textContent =
      '“next-photo” is sent. The slots in view rotate for it once their ads have been up for 30 s, however often you click.';
  });
  show();
}
