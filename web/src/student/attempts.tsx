// What was written before: by question, with the way the scores went, two of them side by side.
import { useEffect, useState } from "preact/hooks";
import { sharePage } from "../files/share.ts";
import { Erase } from "../parts/erase.tsx";
import { go, link } from "../route.ts";
import { usePick } from "../settings.ts";
import { type Attempt, attempts, forgetAttempt } from "../store/attempts.ts";
import { clock, marks, moment } from "../words.ts";

export function useAttempts(): { list: Attempt[] | null; forget: (id: string) => void } {
  const [list, setList] = useState<Attempt[] | null>(null);
  useEffect(() => {
    void attempts().then(setList);
  }, []);
  const forget = (id: string) => {
    void forgetAttempt(id).then(() => setList((before) => before?.filter((attempt) => attempt.id !== id) ?? null));
  };
  return { list, forget };
}

export function Attempts() {
  const pick = usePick();
  const { list, forget } = useAttempts();
  const [chosen, setChosen] = useState<string[]>([]);
  const questions = [...new Set((list ?? []).map((attempt) => attempt.question))];
  const toggle = (id: string) =>
    setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2)));
  const [first, second] = chosen;
  return (
    <div class="attempts">
      <header class="page-head">
        <h1>{pick("作答记录", "Attempts")}</h1>
        <button
          type="button"
          class="primary"
          disabled={!first || !second}
          onClick={() => first && second && go("attempts", first, second)}
        >
          {pick("对比所选两次", "Compare the two chosen")}
        </button>
      </header>
      {list?.length === 0 && (
        <div class="empty">
          <p class="large">{pick("还没有记录。", "Nothing yet.")}</p>
          <p>
            <a href="#/">{pick("去写一篇", "Write an answer")}</a>
            {pick(
              "，每次评分都会记在这里，只存在这个浏览器里。",
              "; each time you grade it is kept here, in this browser only.",
            )}
          </p>
        </div>
      )}
      {questions.map((question) => {
        const found = (list ?? []).filter((attempt) => attempt.question === question);
        return (
          <section key={question} class="card">
            <header>
              <h2>
                <a href={link("write", question)}>{found[0]?.title}</a>
              </h2>
              <Progress attempts={[...found].reverse()} />
            </header>
            <ul class="attempt-list">
              {found.map((attempt) => (
                <li key={attempt.id}>
                  <label class="check">
                    <input type="checkbox" checked={chosen.includes(attempt.id)} onChange={() => toggle(attempt.id)} />
                    <span class="sr">{pick("选来对比", "Choose to compare")}</span>
                    <time dateTime={new Date(attempt.time).toISOString()}>{moment(pick, attempt.time)}</time>
                  </label>
                  <span class="excerpt soft">{attempt.text.slice(0, 60)}</span>
                  <span class="digits soft">{clock(attempt.seconds)}</span>
                  <span class="digits mark">
                    {score(attempt)}
                    <span class="soft">/{marks(attempt.feedback.maxScore)}</span>
                  </span>
                  <button type="button" class="quiet" onClick={() => sharePage(attempt, pick)}>
                    {pick("存成网页", "Save")}
                  </button>
                  <Erase onErase={() => forget(attempt.id)} />
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}

export function score({ feedback }: Attempt): string {
  return feedback.estimated ? `${marks(feedback.essay?.low)}–${marks(feedback.essay?.high)}` : marks(feedback.score);
}

const WIDTH = 180;
const HEIGHT = 40;
const EDGE = 5;

/** The scores of one question over time, as shares of the marks. */
function Progress({ attempts }: { attempts: Attempt[] }) {
  const pick = usePick();
  if (attempts.length < 2) {
    return null;
  }
  const points = attempts.map(({ feedback }, at) => {
    const share = (feedback.score ?? 0) / (feedback.maxScore || 1);
    return {
      x: EDGE + (at / (attempts.length - 1)) * (WIDTH - 2 * EDGE),
      y: HEIGHT - EDGE - share * (HEIGHT - 2 * EDGE),
    };
  });
  const says = attempts.map(score).join(pick("，", ", "));
  return (
    <svg
      class="progress"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      role="img"
      aria-label={pick(`历次得分：${says}`, `Scores so far: ${says}`)}
    >
      <line x1={EDGE} x2={WIDTH - EDGE} y1={EDGE} y2={EDGE} class="full" />
      <line x1={EDGE} x2={WIDTH - EDGE} y1={HEIGHT - EDGE} y2={HEIGHT - EDGE} class="none" />
      <polyline points={points.map(({ x, y }) => `${x},${y}`).join(" ")} />
      {points.map(({ x, y }, at) => (
        <circle key={at} cx={x} cy={y} r={2.5} />
      ))}
    </svg>
  );
}
