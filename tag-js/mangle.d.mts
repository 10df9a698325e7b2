export const internal: string[];
