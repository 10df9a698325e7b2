/** What few pages need, in a file of its own that is loaded when it is needed first. */
import { followConsent } from './consent';
import { methods } from './methods';
import { openPoll as poll } from './poll';
import { revive } from './revive';
import { refreshStack } from './stack';
import { openStream as stream } from './stream';

export default { followConsent, methods, poll, refreshStack, revive, stream };
