// The page on which somebody writes an answer and sees what it is worth.
import { useCallback, useEffect, useMemo, useRef, useState } from "preact/hooks";
import { sharePage, shareJson } from "../files/share.ts";
import { Problem } from "../parts/problem.tsx";
import { go } from "../route.ts";
import { Ask } from "../rubrics/ask.tsx";
import { useLanguage, usePick } from "../settings.ts";
import { type Attempt, keepAttempt } from "../store/attempts.ts";
import { keepLastQuestion, keepUnfinished, lastQuestion, unfinished } from "../store/unfinished.ts";
import { type Remark, remarks, segments } from "../text/remarks.ts";
import { marks } from "../words.ts";
import { Counts } from "./counts.tsx";
import { Editor } from "./editor.tsx";
import { type Graded, useGrading, useInspection } from "./grading.ts";
import { Marked } from "./marked.tsx";
import { Picker, QuestionCard } from "./picker.tsx";
import { findQuestion, OWN, type Question, useChoices } from "./question.ts";
import { Result } from "./result.tsx";
import { Sheet } from "./sheet.tsx";
import { StopwatchButton, useStopwatch } from "./stopwatch.tsx";

type View = "plain" | "sheet" | "marked";

const NO_REMARKS: Remark[] = [];
/** Where the page has one column; style/write.css has the same. */
const ONE_COLUMN = "(max-width: 1000px)";

export function Write({ chosen }: { chosen: string | undefined }) {
  const pick = usePick();
  const language = useLanguage();
  const { choices, failure: listFailure, reload } = useChoices();
  const [question, setQuestion] = useState<Question | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [text, setText] = useState("");
  const [view, setView] = useState<View>("plain");
  const [live, setLive] = useState(false);
  const [deep, setDeep] = useState(false);
  const [lit, setLit] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);
  const watch = useStopwatch();
  const grading = useGrading(question, text, { live, deep, language });
  const inspection = useInspection(text, language);
  const { graded } = grading;
  const answer = useRef<HTMLDivElement>(null);
  const beside = useRef<HTMLDivElement>(null);

  const id = chosen ?? lastQuestion() ?? choices[0]?.id;
  const { forget } = grading;
  const { reset } = watch;
  useEffect(() => {
    if (id === undefined) {
      return;
    }
    let current = true;
    findQuestion(id)
      .then((found) => {
        if (current) {
          setQuestion(found);
          setFailure(null);
          setText(unfinished(id));
          setView((before) => (before === "marked" ? "plain" : before));
          forget();
          reset();
          keepLastQuestion(id);
        }
      })
      .catch((error: unknown) => {
        if (current) {
          keepLastQuestion(null);
          setFailure(error);
        }
      });
    return () => {
      current = false;
    };
  }, [id, forget, reset]);

  const { start } = watch;
  const write = useCallback(
    (changed: string) => {
      setText(changed);
      start();
      if (question) {
        keepUnfinished(question.id, changed);
      }
    },
    [question, start],
  );

  const attempt = (found: Graded): Attempt => ({
    id: `${Date.now()}`,
    question: question?.id ?? "",
    title: question?.rubric.title ?? "",
    time: Date.now(),
    seconds: watch.seconds,
    text: found.text,
    feedback: found.feedback,
  });
  const kept = useRef("");
  const gradeNow = async () => {
    if (text.trim() === "") {
      return;
    }
    const found = await grading.grade();
    if (found) {
      watch.stop();
      if (!live) {
        setView("marked");
        showResult.current = true;
      }
      // The same answer graded again is no further attempt.
      const answered = `${question?.id}\n${found.text}`;
      if (kept.current !== answered) {
        kept.current = answered;
        await keepAttempt(attempt(found)).catch(setFailure);
      }
    }
  };

  const latest = useRef(gradeNow);
  latest.current = gradeNow;
  useEffect(() => {
    const pressed = (event: KeyboardEvent) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !document.querySelector("dialog[open]")) {
        event.preventDefault();
        void latest.current();
      }
    };
    addEventListener("keydown", pressed);
    return () => removeEventListener("keydown", pressed);
  }, []);

  // Where the result stands below the answer, it is brought into view.
  const showResult = useRef(false);
  useEffect(() => {
    if (showResult.current && graded) {
      showResult.current = false;
      if (matchMedia(ONE_COLUMN).matches) {
        beside.current?.scrollIntoView();
      }
    }
  }, [graded, view]);

  const all = useMemo(() => (graded ? remarks(graded.feedback) : NO_REMARKS), [graded]);
  const over = useMemo(() => segments(text, graded?.text ?? text, all), [text, graded, all]);
  const marked = useMemo(() => (graded ? segments(graded.text, graded.text, all) : []), [graded, all]);
  const bring = (where: HTMLElement | null, selector: string) => {
    where?.querySelector(selector)?.scrollIntoView({
      block: "center",
      behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth",
    });
  };
  const chooseRemark = (key: string) => {
    setLit(key);
    const at = all.findIndex((remark) => remark.key === key);
    const first = over.find((segment) => segment.keys.includes(all[at]?.key ?? ""));
    bring(answer.current, `[data-key="${first?.keys[0] ?? key}"]`);
  };
  const choosePassage = (key: string) => {
    setLit(key);
    bring(beside.current, `[data-remark="${key}"]`);
  };

  const policy = question?.rubric.length ?? {};
  const shownView = view === "marked" && !graded ? "plain" : view;
  return (
    <div class="write">
      <h1 class="sr">{pick("写作与评分", "Write and grade")}</h1>
      <div class="main-column">
        <Picker choices={choices} id={id} onAsk={() => setAsking(true)} />
        <Problem failure={listFailure ?? failure} />
        {question && <QuestionCard question={question} />}
        <section class="desk" aria-label={pick("作答", "Answer")}>
          <div class="tools">
            <div class="choice" role="group" aria-label={pick("看法", "View")}>
              {(
                [
                  ["plain", pick("书写", "Plain")],
                  ["sheet", pick("稿纸", "Sheet")],
                  ["marked", pick("批注", "Marked")],
                ] as const
              ).map(([name, label]) => (
                <button
                  key={name}
                  type="button"
                  aria-pressed={shownView === name}
                  disabled={name === "marked" && !graded}
                  onClick={() => setView(name)}
                >
                  {label}
                </button>
              ))}
            </div>
            <StopwatchButton watch={watch} />
            <label class="check">
              <input type="checkbox" checked={live} onChange={(event) => setLive(event.currentTarget.checked)} />{" "}
              {pick("边写边评", "Grade as I write")}
            </label>
            <label
              class="check"
              title={pick(
                "词语看不准的地方，再按意思读一遍，约慢零点几秒",
                "Where words leave it open, passages are read for their meaning; tenths of a second slower",
              )}
            >
              <input type="checkbox" checked={deep} onChange={(event) => setDeep(event.currentTarget.checked)} />{" "}
              {pick("深读", "Deep reading")}
            </label>
          </div>
          <div ref={answer} class={`answer view-${shownView}`}>
            {shownView === "plain" && <Editor text={text} segments={over} lit={lit} onText={write} onLight={setLit} />}
            {shownView === "sheet" && <Sheet text={text} onText={write} />}
            {graded && (
              <div class={shownView === "marked" ? "" : "print-only"}>
                <Marked segments={marked} lit={lit} onLight={setLit} onChoose={choosePassage} />
              </div>
            )}
          </div>
          <div class="desk-foot">
            <Counts counts={inspection.counts ?? {}} policy={policy} />
            <button
              type="button"
              class="primary grade"
              disabled={!question || text.trim() === ""}
              aria-busy={grading.busy}
              onClick={() => void gradeNow()}
            >
              {pick("评分", "Grade")} <kbd>Ctrl ↵</kbd>
            </button>
          </div>
        </section>
        <Problem failure={grading.failure} />
      </div>
      <aside ref={beside} class="beside" aria-label={pick("评分结果", "Result")}>
        <div class="sr" role="status">
          {graded && !live
            ? pick(
                `得分 ${marks(graded.feedback.score)}，满分 ${marks(graded.feedback.maxScore)}`,
                `Score ${marks(graded.feedback.score)} of ${marks(graded.feedback.maxScore)}`,
              )
            : ""}
        </div>
        {graded ? (
          <>
            {graded.text !== text && (
              <p class="stale">
                {pick("作答改过了，下面是改之前的结果。", "The answer has changed since; this is the result before.")}
              </p>
            )}
            <Result
              feedback={graded.feedback}
              text={graded.text}
              groups={question?.rubric.groups ?? []}
              lit={lit}
              onLight={setLit}
              onChoose={chooseRemark}
            />
            <div class="share">
              <button type="button" onClick={() => print()}>
                {pick("打印", "Print")}
              </button>
              <button type="button" onClick={() => sharePage(attempt(graded), pick)}>
                {pick("存成网页", "Save as a page")}
              </button>
              <button type="button" onClick={() => shareJson(attempt(graded))}>
                {pick("存成 JSON", "Save as JSON")}
              </button>
              <a href="#/attempts">{pick("看以往的作答", "Earlier attempts")}</a>
            </div>
          </>
        ) : (
          <Empty />
        )}
      </aside>
      {asking && (
        <Ask
          onClose={() => setAsking(false)}
          onDrafted={(drafted) => {
            setAsking(false);
            reload();
            go("write", OWN + drafted);
          }}
        />
      )}
    </div>
  );
}

function Empty() {
  const pick = usePick();
  return (
    <div class="empty">
      <p class="large">{pick("写完，点“评分”。", "Write, then grade.")}</p>
      <p>
        {pick(
          "每一分都有出处：答到的采分点在文中划线，没答到的告诉你缺什么、怎么写。",
          "Every mark shows where it comes from: what you said is underlined in your answer, and what you did not say is listed with how to say it.",
        )}
      </p>
      <p class="soft">
        {pick(
          "作答只在评分时发给这台服务器，服务器不保存；记录都留在这个浏览器里。",
          "Your answer goes to this server to be graded and is not kept there; attempts stay in this browser.",
        )}
      </p>
    </div>
  );
}
