import type { Ad, Refresh, SlotPolicy } from './wire';

/** What decides whether a slot rotates, as far as the page knows. */
export interface Standing {
  due: boolean;
  announced: boolean;
  policy: SlotPolicy | undefined;
  shown: Ad | Refresh | undefined;
  /** Another creative came and does not show yet. */
  newer: boolean;
  /** The last answer without a creative; of no matter while one shows. */
  passback: boolean;
  /** In this page view. */
  refreshes: number;
  inView: boolean;
  viewable: boolean;
  /** The pointer or the focus is in it. */
  held: boolean;
  /** Milliseconds in view since it was viewable. */
  clock: number;
}

/** Why a slot does not rotate now: what has to change first. */
export function why({ due, announced, policy, shown, newer, passback, refreshes, inView, viewable, held, clock }: Standing): string {
  const needed = `less than ${(policy?.ratio ?? 0.5) * 100} % of it is in view`;
  if (!due) return 'it is lazy, and not near what the viewer sees';
  if (!announced) return 'no connection yet, or no room: the service is asked for 200 slots at a time';
  if (!shown && passback) return 'the service has no creative for it';
  if (!policy) return 'the service has not answered: see the console';
  if (!shown) return inView ? 'its creative has not come or not rendered yet' : `no creative shows, and ${needed}`;
  if (held && newer) return 'the pointer is over it, or the focus in it: a rotation waits, at most a minute';
  if (newer) return inView ? 'the next creative loads' : `the next creative waits: ${needed}`;
  if (policy.triggers?.length === 0) return 'its zone is filled once, or this page is held out of refreshing';
  if (shown.type === 'ad' && shown.stays) return 'this creative stays until the next page view';
  if (policy.maxRefreshes && refreshes >= policy.maxRefreshes) return `it has had its ${policy.maxRefreshes} refreshes of this page view`;
  if (!inView) return needed;
  if (!viewable) return 'its creative has not been in view for a second yet';
  if (policy.triggers && !policy.triggers.includes('time')) return `only events rotate it: ${policy.triggers.join(', ')}`;
  const rest = Math.ceil((policy.interval - clock) / 1000);
  return rest > 0 ? `its time is not over: ${rest} s more in view` : 'it is due: the next creative is on its way, or the connection is lost';
}
