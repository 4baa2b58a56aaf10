/** The headers of every call: the one place for what says who calls. */
export function headers(content: string): Record<string, string> {
  return { "content-type": content };
}
