/** What few pages need, in a file of its own that is loaded when it is needed first. */
export { methods } from './methods';
export { openPoll as poll } from './poll';
export { refreshStack } from './stack';
export { revive } from './revive';
export { openStream as stream } from './stream';
