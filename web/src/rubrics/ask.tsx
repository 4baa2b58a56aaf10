// A question of one's own: from a question and a reference answer the server drafts a rubric, which is kept in this browser.
import { useState } from "preact/hooks";
import { call } from "../api/call.ts";
import { Dialog } from "../parts/dialog.tsx";
import { Problem } from "../parts/problem.tsx";
import { usePick } from "../settings.ts";
import { freeId, keepVersion } from "../store/rubrics.ts";

interface Props {
  onClose: () => void;
  /** Called with the id of the rubric, which is kept by then. */
  onDrafted: (id: string) => void;
}

export function Ask({ onClose, onDrafted }: Props) {
  const pick = usePick();
  const [question, setQuestion] = useState("");
  const [reference, setReference] = useState("");
  const [key, setKey] = useState("");
  const [material, setMaterial] = useState("");
  const [maxScore, setMaxScore] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const draft = async () => {
    setBusy(true);
    setFailure(null);
    try {
      const rubricId = await freeId();
      const references = reference.trim() === "" ? [] : [reference];
      const score = maxScore === "" ? {} : { maxScore: Number(maxScore) };
      const { rubric = {}, toml = "" } = await call("draft-rubric", {
        question,
        references,
        key,
        material,
        rubricId,
        ...score,
      });
      await keepVersion(rubricId, toml, rubric);
      onDrafted(rubricId);
    } catch (error) {
      setFailure(error);
      setBusy(false);
    }
  };

  return (
    <Dialog title={pick("出一道题", "A question of your own")} onClose={onClose}>
      <form
        class="ask"
        onSubmit={(event) => {
          event.preventDefault();
          void draft();
        }}
      >
        <label>
          {pick("题目", "Question")}
          <textarea
            required
            rows={4}
            value={question}
            onInput={(event) => setQuestion(event.currentTarget.value)}
            placeholder={pick(
              "连同要求一起贴进来，如“（20分）要求：……不超过300字。”",
              "With its requirements, such as （20分） and 不超过300字",
            )}
          />
        </label>
        <label>
          {pick("参考答案", "Reference answer")}
          <textarea
            required={key.trim() === ""}
            rows={8}
            value={reference}
            onInput={(event) => setReference(event.currentTarget.value)}
          />
        </label>
        <details>
          <summary>{pick("更多：采分标准、给定资料、满分", "More: marking key, source material, marks")}</summary>
          <label>
            {pick(
              "采分标准（一行一点，末尾写分，如“……（2分）”）",
              "Marking key (a point a line, marks at its end, as （2分）)",
            )}
            <textarea rows={4} value={key} onInput={(event) => setKey(event.currentTarget.value)} />
          </label>
          <label>
            {pick("给定资料", "Source material")}
            <textarea rows={4} value={material} onInput={(event) => setMaterial(event.currentTarget.value)} />
          </label>
          <label>
            {pick("满分（不填则按题目）", "Marks (by the question where empty)")}
            <input
              type="number"
              min="0.5"
              step="0.5"
              value={maxScore}
              onInput={(event) => setMaxScore(event.currentTarget.value)}
            />
          </label>
        </details>
        <Problem failure={failure} />
        <footer>
          <p class="soft">
            {pick(
              "评分标准由参考答案当场起草，只存在这个浏览器里。",
              "The rubric is drafted from the reference at once and kept in this browser only.",
            )}
          </p>
          <button type="submit" class="primary" disabled={busy}>
            {busy ? pick("起草中……", "Drafting …") : pick("起草评分标准", "Draft the rubric")}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}
