export const complain = (...what: unknown[]): void => console.error('comet.js:', ...what);

/** What goes wrong in here stays in here: the page that carries the tag must not notice. */
export const safely =
  <A extends unknown[]>(act: (...args: A) => void) =>
  (...args: A): void => {
    try {
      act(...args);
    } catch (error) {
      complain(error);
    }
  };
