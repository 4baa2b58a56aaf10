// Feedback beside an answer: the score and its parts, the keypoints, what is missing, structure, and all other remarks.
import type { ComponentChildren } from "preact";
import type { EssayFeedback, Feedback, KeypointGroup, MaterialFeedback } from "../api/types.ts";
import { usePick } from "../settings.ts";
import { checkName, elementName, marks, partName } from "../words.ts";
import { Keypoints } from "./keypoints.tsx";
import { Outline } from "./outline.tsx";

export interface Lighting {
  lit: string | null;
  onLight: (key: string | null) => void;
  /** Brings the passages of a remark into view. */
  onChoose: (key: string) => void;
}

interface Props extends Lighting {
  feedback: Feedback;
  groups: KeypointGroup[];
  /** The text that the feedback is on. */
  text: string;
}

export function Result({ feedback, groups, text, ...lighting }: Props) {
  const pick = usePick();
  const { deductions = [], flags = [], language, essay, material, calibration, format } = feedback;
  const elements = (format?.elements ?? []).filter((element) => element.required || element.present);
  return (
    <div class="result">
      <Score feedback={feedback} />
      {(feedback.keypoints?.length ?? 0) > 0 && <Keypoints feedback={feedback} groups={groups} {...lighting} />}
      {essay && <Essay essay={essay} {...lighting} />}
      {deductions.length > 0 && (
        <Section title={pick("扣分", "Deductions")}>
          <ul class="remarks">
            {deductions.map((deduction, at) => (
              <RemarkLine key={at} name={`deduction-${at}`} {...lighting}>
                <span class="taken digits">−{marks(deduction.points)}</span> {deduction.message}
              </RemarkLine>
            ))}
          </ul>
        </Section>
      )}
      <Outline structure={feedback.structure ?? {}} text={text} {...lighting} />
      {elements.length > 0 && (
        <Section title={pick("格式", "Format")}>
          <ul class="elements">
            {elements.map((element) => (
              <li key={element.kind} class={element.present ? "there" : "absent"}>
                <span aria-hidden="true">{element.present ? "✓" : "✕"}</span> {elementName(pick, element.kind)}
                {!element.present && <span class="soft">{pick("（缺）", " (missing)")}</span>}
                {(element.maxPoints ?? 0) > 0 && (
                  <span class="digits soft">
                    {" "}
                    {marks(element.points)}/{marks(element.maxPoints)}
                  </span>
                )}
              </li>
            ))}
          </ul>
          {format?.message && <p class="soft">{format.message}</p>}
        </Section>
      )}
      {(language?.notes?.length ?? 0) > 0 && (
        <Section title={pick("语言", "Language")}>
          <ul class="remarks">
            {language?.notes?.map((note, at) => (
              <RemarkLine key={at} name={`note-${at}`} {...lighting}>
                {note.message}
                {note.suggestion && (
                  <span class="suggestion">{pick(`改为“${note.suggestion}”`, `write “${note.suggestion}”`)}</span>
                )}
              </RemarkLine>
            ))}
          </ul>
        </Section>
      )}
      {flags.length > 0 && (
        <Section title={pick("提示", "Worth a look")}>
          <ul class="remarks">
            {flags.map((flag, at) => (
              <RemarkLine key={at} name={`flag-${at}`} {...lighting}>
                {flag.message}
              </RemarkLine>
            ))}
          </ul>
        </Section>
      )}
      {material && <Material material={material} />}
      {calibration?.message && (
        <Section title={pick("校准", "Calibration")}>
          <p>{calibration.message}</p>
        </Section>
      )}
    </div>
  );
}

export function Score({ feedback }: { feedback: Feedback }) {
  const pick = usePick();
  const { essay, estimated, parts = [], summary, confidence, reading } = feedback;
  const shown = parts.filter((part) => (part.maxPoints ?? 0) > 0 || (part.points ?? 0) !== 0);
  return (
    <section class="score-card" aria-label={pick("得分", "Score")}>
      <p class="score" data-score={estimated ? undefined : marks(feedback.score)}>
        {estimated && essay ? (
          <>
            <span class="digits">{`${marks(essay.low)}–${marks(essay.high)}`}</span>
            <small>
              {" "}
              / {marks(feedback.maxScore)} {pick("分", "")} · {essay.bandHigh}
            </small>
          </>
        ) : (
          <>
            <span class="digits">{marks(feedback.score)}</span>
            <small>
              {" "}
              / {marks(feedback.maxScore)} {pick("分", "")}
            </small>
          </>
        )}
      </p>
      {!estimated && (
        <dl class="parts">
          {shown.map((part) => (
            <div key={part.kind} class={(part.points ?? 0) < 0 ? "taken" : ""}>
              <dt>{partName(pick, part.kind)}</dt>
              <dd class="digits">
                {(part.points ?? 0) < 0 ? "−" : ""}
                {marks(Math.abs(part.points ?? 0))}
                {(part.maxPoints ?? 0) > 0 && <span class="soft">/{marks(part.maxPoints)}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      {summary && (
        <p class="summary">
          {reading === "READING_DEPTH_DEEP" && <span class="badge">{pick("深读", "read deeply")}</span>} {summary}
        </p>
      )}
      {confidence !== undefined && !estimated && confidence < SURE && (
        <p class="soft">
          {pick(
            `引擎对这个分数的把握约 ${Math.round(confidence * 100)} %，建议请人看一眼。`,
            `The engine is about ${Math.round(confidence * 100)} % sure of this score; have a person look at it.`,
          )}
        </p>
      )}
    </section>
  );
}

/** Confidence below which a person should look at a score. */
const SURE = 0.75;

export function Section({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <section class="block">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A remark that can be lit with its passages. */
export function RemarkLine({
  name,
  lit,
  onLight,
  onChoose,
  children,
}: Lighting & { name: string; children: ComponentChildren }) {
  return (
    <li
      class={lit === name ? "lit" : ""}
      data-remark={name}
      onMouseEnter={() => onLight(name)}
      onMouseLeave={() => onLight(null)}
    >
      <button
        type="button"
        class="line"
        onClick={() => onChoose(name)}
        onFocus={() => onLight(name)}
        onBlur={() => onLight(null)}
      >
        {children}
      </button>
    </li>
  );
}

function Essay({ essay, ...lighting }: Lighting & { essay: EssayFeedback }) {
  const pick = usePick();
  return (
    <Section title={pick("文章", "Essay")}>
      <p class="soft">
        {essay.bandLow === essay.bandHigh ? essay.bandHigh : `${essay.bandLow} – ${essay.bandHigh}`} ·{" "}
        {pick("把握", "confidence")} <span class="digits">{marks(essay.confidence)}</span>
      </p>
      <ul class="remarks">
        {(essay.checks ?? []).map((check, at) => (
          <RemarkLine key={at} name={`check-${at}`} {...lighting}>
            <span class={check.passed ? "passed" : "failed"} aria-hidden="true">
              {check.passed ? "✓" : "✕"}
            </span>{" "}
            <strong>{checkName(pick, check.kind)}</strong> {check.message}
          </RemarkLine>
        ))}
      </ul>
      {(essay.reasons?.length ?? 0) > 0 && <p class="soft">{essay.reasons?.join(pick("；", "; "))}</p>}
    </Section>
  );
}

function Material({ material }: { material: MaterialFeedback }) {
  const pick = usePick();
  return (
    <Section title={pick("抄录材料", "Copied material")}>
      <p>{material.message}</p>
    </Section>
  );
}
