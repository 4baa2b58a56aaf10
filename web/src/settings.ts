// What a person has chosen of the page: its language and its light. Kept in this browser.
import { createContext } from "preact";
import { useContext, useEffect, useState } from "preact/hooks";
import type { Language } from "./api/types.ts";

export type Tongue = "zh" | "en";
export type Light = "auto" | "light" | "dark";

export interface Settings {
  tongue: Tongue;
  light: Light;
  change: (part: Partial<Pick<Settings, "tongue" | "light">>) => void;
}

/** One of two texts, by the language of the page. */
export type Choose = <T>(chinese: T, english: T) => T;

const KEPT = "yuejuan.settings";

export const SettingsContext = createContext<Settings>({ tongue: "zh", light: "auto", change: () => undefined });

export function useKeptSettings(): Settings {
  const [chosen, setChosen] = useState(read);
  useEffect(() => {
    const root = document.documentElement;
    root.lang = chosen.tongue === "zh" ? "zh-Hans" : "en";
    if (chosen.light === "auto") {
      delete root.dataset.light;
    } else {
      root.dataset.light = chosen.light;
    }
    try {
      localStorage.setItem(KEPT, JSON.stringify(chosen));
    } catch {
      // It holds until the page is left.
    }
  }, [chosen]);
  return { ...chosen, change: (part) => setChosen((before) => ({ ...before, ...part })) };
}

export function useSettings(): Settings {
  return useContext(SettingsContext);
}

export function usePick(): Choose {
  const { tongue } = useSettings();
  return (chinese, english) => (tongue === "zh" ? chinese : english);
}

/** The language of the server's messages. */
export function useLanguage(): Language {
  return usePick()("LANGUAGE_CHINESE", "LANGUAGE_ENGLISH");
}

function read(): { tongue: Tongue; light: Light } {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) ?? "{}") as { tongue?: Tongue; light?: Light };
    return {
      tongue: kept.tongue === "en" ? "en" : "zh",
      light: kept.light === "light" || kept.light === "dark" ? kept.light : "auto",
    };
  } catch {
    return { tongue: "zh", light: "auto" };
  }
}
