// Which page is shown, from what stands behind `#` in the address.
import { useEffect, useState } from "preact/hooks";

/** The parts of the path behind `#/`. */
export type Route = string[];

export function useRoute(): Route {
  const [route, setRoute] = useState(read);
  useEffect(() => {
    const changed = () => setRoute(read());
    addEventListener("hashchange", changed);
    return () => removeEventListener("hashchange", changed);
  }, []);
  return route;
}

export function link(...parts: (string | number)[]): string {
  return `#/${parts.map((part) => encodeURIComponent(part)).join("/")}`;
}

export function go(...parts: (string | number)[]): void {
  location.hash = link(...parts);
}

function read(): Route {
  const parts = location.hash.replace(/^#\/?/, "").split("/");
  return parts.filter((part) => part !== "").map(decode);
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
