// Which pages and questions somebody sees: conditions.py, word for word. A property test compares them.

const NUMBER = /^-?[0-9]{1,15}([.,][0-9]{1,15})?$/;

export function trimmed(word) {
  return word.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, "");
}

export function numberOf(word) {
  const text = trimmed(word);
  return NUMBER.test(text) ? Number(text.replace(",", ".")) : null;
}

function equals(word, value, type) {
  if (type === "number") return numberOf(word) !== null && numberOf(word) === numberOf(value);
  return trimmed(word).toLowerCase() === trimmed(value).toLowerCase();
}

function contains(word, value, type) {
  if (type === "text") return word.toLowerCase().includes(trimmed(value).toLowerCase());
  return equals(word, value, type);
}

function greater(word, value) {
  const [number, other] = [numberOf(word), numberOf(value)];
  return number !== null && other !== null && number > other;
}

const TESTS = {
  equals,
  contains,
  greater,
  less: (word, value) => greater(value, word),
  answered: () => true,
};

function holds(condition, questionnaire, known) {
  if (condition.rules.length === 0) return true;
  const held = ([question, test, value]) =>
    (known[question] ?? []).some((word) => TESTS[test](word, value, questionnaire.values[question]));
  return condition.match === "all" ? condition.rules.every(held) : condition.rules.some(held);
}

function seenIn(section, questionnaire, given, known) {
  if (!holds(section.show, questionnaire, known)) return null;
  const seen = [];
  for (const [key, show] of section.questions) {
    if (!holds(show, questionnaire, known)) continue;
    seen.push(key);
    known[key] = given[key] ?? [];
  }
  return section.questions.length && !seen.length ? null : seen;
}

function after(questionnaire, place, known) {
  const sections = questionnaire.sections;
  for (const [to, when] of sections[place].jumps) {
    if (!holds(when, questionnaire, known)) continue;
    if (to === "end") return sections.length;
    const later = sections.findIndex((section, n) => section.key === to && n > place);
    return later < 0 ? place + 1 : later;
  }
  return place + 1;
}

// [[section, [question, ...]], ...]: the pages that these answers lead through.
export function route(questionnaire, given) {
  const pages = [];
  const known = Object.create(null);
  let place = 0;
  while (place < questionnaire.sections.length) {
    const section = questionnaire.sections[place];
    const seen = seenIn(section, questionnaire, given, known);
    if (seen) pages.push([section.key, seen]);
    place = seen ? after(questionnaire, place, known) : place + 1;
  }
  return pages;
}
