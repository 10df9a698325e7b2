import { attribute } from './attribute';
import { backoff } from './backoff';
import { path } from './beacon';
import { load } from './load';
import { post } from './post';
import { complain, safely } from './safely';
import { base } from './script';

/** What the parts that are loaded later use of the tag. When the build makes them, it has them take it from here, so that no page loads it twice. */
export const shared = { attribute, backoff, base, complain, load, path, post, safely };
