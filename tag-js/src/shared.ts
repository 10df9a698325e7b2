import { backoff } from './backoff';
import { post } from './post';
import { safely } from './safely';

/** What the parts that are loaded later use of the tag. When the build makes them, it has them take it from here, so that no page loads it twice. */
export const shared = { backoff, post, safely };
