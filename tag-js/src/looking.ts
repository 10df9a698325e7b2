/** Whether the document's tab is the one in front. */
export const looking = (): boolean => !document.hidden;
