/** Finds the browser of the tests and names it in the environment. */
export default function setup(): Promise<void>;
