/** The tag's own element; its address is the service's. */
export const script = document.currentScript as HTMLScriptElement | null;

/** The service's origin. */
export const base = script?.src ? new URL(script.src).origin : '';

/** Where pages are served, under that origin. */
export const endpoints = '/comet/v1/';
