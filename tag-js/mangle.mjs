/** Properties of the tag's own objects, which the build shortens. None may be a name of the wire, of the page's API or of the platform: a test sees to that. */
export const internal = `
  again alive announced answered askAnew down failed forget hasSlots hello hide inViewChanged leave look mayConnect mayRender missing offer policy
  receipt receive requested say seen setInView settle sight taken timedOut watch withdraw worked
`.trim().split(/\s+/);
