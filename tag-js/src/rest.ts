/** What few pages need, in a file of its own that is loaded when it is needed first. */
export { followConsent } from './consent';
export { whenNear } from './lazy';
export { methods } from './methods';
export { tellPlace } from './place';
export { openPoll as poll } from './poll';
export { revive } from './revive';
export { refreshStack } from './stack';
export { openStream as stream } from './stream';
export { urgent } from './urgent';
