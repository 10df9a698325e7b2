import type { SlotEvent, SlotEventType, SlotListener } from './public';
import { safely } from './safely';

const heard = new WeakMap<SlotListener, EventListener>();

const change =
  (method: 'addEventListener' | 'removeEventListener') =>
  (type: SlotEventType, listener: SlotListener): void => {
    const hear = heard.get(listener) || safely((event: any) => listener(asInGpt(event)));
    heard.set(listener, hear);
    document[method](type, hear);
  };

const asInGpt = (event: CustomEvent): SlotEvent => {
  const { detail } = event;
  // in a shadow root the slot is not the target
  const element = event.composedPath()[0] as Element;
  return {
    ...detail,
    creativeId: detail.creative,
    campaignId: detail.campaign,
    serviceName: 'cometad',
    slot: { element, getSlotElementId: () => element.id, getAdUnitPath: () => detail.zone },
  };
};

export const on = change('addEventListener');
export const off = change('removeEventListener');
