// The frame of the page: where one can go, language and light, and the page that the address names.
import { lazy, Suspense } from "preact/compat";
import { useContext, useEffect, useRef } from "preact/hooks";
import { SignedContext, SignIn, SignOut, useSigned } from "./parts/sign.tsx";
import { useRoute } from "./route.ts";
import { type Light, SettingsContext, useKeptSettings, usePick, useSettings } from "./settings.ts";
import { Attempts } from "./student/attempts.tsx";
import { Compare } from "./student/compare.tsx";
import { Write } from "./student/write.tsx";

const Classes = lazy(() => import("./teacher/classes.tsx").then((module) => module.Classes));
const JobPage = lazy(() => import("./teacher/job.tsx").then((module) => module.JobPage));
const Rubrics = lazy(() => import("./rubrics/list.tsx").then((module) => module.Rubrics));
const Edit = lazy(() => import("./rubrics/edit.tsx").then((module) => module.Edit));
const CompareRubrics = lazy(() => import("./rubrics/compare.tsx").then((module) => module.CompareRubrics));

export function App() {
  const settings = useKeptSettings();
  const signed = useSigned();
  return (
    <SettingsContext.Provider value={settings}>
      <SignedContext.Provider value={signed}>
        <Frame />
      </SignedContext.Provider>
    </SettingsContext.Provider>
  );
}

function Frame() {
  const pick = usePick();
  const route = useRoute();
  const { session } = useContext(SignedContext);
  const main = useRef<HTMLElement>(null);
  const [place = "write"] = route;
  // Another question is no other page: the focus stays on what chose it.
  const path = place === "write" ? place : route.join("/");
  const first = useRef(true);
  useEffect(() => {
    document.title = pick("阅卷", "yuejuan");
    // Whoever went elsewhere by the keyboard goes on there.
    if (!first.current) {
      main.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
    }
    first.current = false;
  }, [path]);
  const places = [
    ["write", pick("写作", "Write")],
    ["attempts", pick("记录", "Attempts")],
    ["classes", pick("班级", "Classes")],
    ["rubrics", pick("评分标准", "Rubrics")],
  ] as const;
  return (
    <>
      <a class="skip" href="#main" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {pick("跳到正文", "Skip to the content")}
      </a>
      <header class="top">
        <a class="brand" href="#/">
          <img src="/seal.svg" alt="" width="22" height="22" /> <span>{pick("阅卷", "yuejuan")}</span>
        </a>
        <nav aria-label={pick("页面", "Pages")}>
          {places.map(([name, label]) => (
            <a
              key={name}
              href={name === "write" ? "#/" : `#/${name}`}
              aria-current={place === name ? "page" : undefined}
            >
              {label}
            </a>
          ))}
        </nav>
        <Choices />
      </header>
      <main id="main" ref={main} tabIndex={-1}>
        <Suspense fallback={<p class="empty">{pick("载入中……", "Loading …")}</p>}>
          {session && (session.asksForKey && !session.key ? <SignIn /> : <Place route={route} />)}
        </Suspense>
      </main>
    </>
  );
}

function Place({ route }: { route: string[] }) {
  const pick = usePick();
  const [place = "write", first, second, third] = route;
  switch (place) {
    case "write":
      return <Write chosen={first} />;
    case "attempts":
      return first && second ? <Compare ids={[first, second]} /> : <Attempts />;
    case "classes":
      return first ? (
        <JobPage key={first} id={first} number={second === undefined ? null : Number(second)} />
      ) : (
        <Classes />
      );
    case "rubrics":
      return first === "compare" && second && third ? (
        <CompareRubrics ids={[second, third]} />
      ) : first ? (
        <Edit key={first} id={first} />
      ) : (
        <Rubrics />
      );
    default:
      return <p class="empty">{pick("没有这一页。", "There is no such page.")}</p>;
  }
}

const NEXT: Record<Light, Light> = { auto: "light", light: "dark", dark: "auto" };

function Choices() {
  const pick = usePick();
  const { tongue, light, change } = useSettings();
  const names: Record<Light, string> = {
    auto: pick("随系统", "as the system"),
    light: pick("浅色", "light"),
    dark: pick("深色", "dark"),
  };
  const signs: Record<Light, string> = { auto: "◐", light: "☀", dark: "☾" };
  return (
    <div class="choices">
      <SignOut />
      <button
        type="button"
        class="quiet"
        lang={tongue === "zh" ? "en" : "zh-Hans"}
        onClick={() => change({ tongue: tongue === "zh" ? "en" : "zh" })}
      >
        {tongue === "zh" ? "English" : "中文"}
      </button>
      <button
        type="button"
        class="quiet"
        onClick={() => change({ light: NEXT[light] })}
        aria-label={`${pick("明暗", "Light")}：${names[light]}`}
        title={names[light]}
      >
        <span aria-hidden="true">{signs[light]}</span>
      </button>
    </div>
  );
}
