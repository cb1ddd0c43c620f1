// Names of what the data holds, and hours and days as people write them.
const CAUSES = {
  orders: mark("waiting for orders"), "start-slip": mark("late start"), rolling: mark("rolling"),
  halt: mark("periodic halts"), fuel: mark("refuelling"), rest: mark("night rest"), breakdown: mark("breakdowns"),
  queue: mark("traffic queue"), line: mark("waiting at the line"), fight: mark("fighting"), bridge: mark("bridges"),
  crowd: mark("crowds"), weather: pmark("cause", "weather"), passing: mark("letting others pass"), gridlock: mark("gridlock"), assembly: mark("assembly area"),
};
const causeName = (cause) => (CAUSES[cause] ? say(CAUSES[cause]) : cause);
const GRADES = mark("A: log or order of the time. B: serious later source. C: vague or contested. D: the modeller’s judgement.");
const WEATHER = { rain: mark("rain"), fog: mark("fog") };
const weatherName = (state) => say(WEATHER[state]);

// where: " (the place)" or nothing
const EVENTS = {
  contact: mark("{who} meets resistance{where}"), cleared: mark("{who} takes the strongpoint{where}"),
  surrender: mark("Surrender of the garrison{where}"), withdrawn: mark("The garrison withdraws{where}"),
  bypass: mark("{who} goes round the obstacle{where}"), line_wait: mark("{who} must wait at the line{where}"),
  line_disobeyed: mark("{who} crosses the line all the same{where}"), line_lifted: mark("The line is lifted"),
  detach: mark("{who} is sent ahead on its own{where}"), counter_attack: mark("Counter-attack on {who}{where}"),
  enter_city: mark("{who} enters the city{where}"), cross_bridge: mark("{who} crosses the river{where}"),
  junction: mark("Junction{where}"), sign: mark("Signature of the surrender{where}"), parade: mark("Parade{where}"),
  bridge: mark("{who} seizes the bridge{where}"), gridlock: mark("Gridlock{where}"),
  capture: mark("{who} captures the staff{where}"), fuel: mark("{who} refuels{where}"),
};
const BRIDGE_STATES = { blown: mark("The bridge is blown{where}"), repaired: mark("The bridge is repaired{where}"), mined: mark("The bridge is mined{where}") };

const RECORDED = {
  order: pmark("recorded", "order"), depart: pmark("recorded", "departs"), pass: pmark("recorded", "head passes"), pass_tail: pmark("recorded", "tail passes"),
  arrive: pmark("recorded", "arrives"), contact: pmark("recorded", "contact"), cleared: pmark("recorded", "cleared"), cross_bridge: pmark("recorded", "crosses"),
  enter_city: pmark("recorded", "enters the city"), junction: pmark("recorded", "junction"), surrender: pmark("recorded", "surrender"), sign: pmark("recorded", "signature"), parade: pmark("recorded", "parade"),
};

const DAYS = [mark("Sunday"), mark("Monday"), mark("Tuesday"), mark("Wednesday"), mark("Thursday"), mark("Friday"), mark("Saturday")];
const SHORT_DAYS = [mark("Sun"), mark("Mon"), mark("Tue"), mark("Wed"), mark("Thu"), mark("Fri"), mark("Sat")];
const MONTHS = [mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"), mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December")];
const SHORT_MONTHS = [
  pmark("short", "Jan"), pmark("short", "Feb"), pmark("short", "Mar"), pmark("short", "Apr"), pmark("short", "May"), pmark("short", "Jun"),
  pmark("short", "Jul"), pmark("short", "Aug"), pmark("short", "Sep"), pmark("short", "Oct"), pmark("short", "Nov"), pmark("short", "Dec"),
];

/** A text of the scenario: in French where there is a translation, else as it was written. */
const told = (text) => (language === "fr" && DATA.french[text]) || text;
/** The language of a text that has no translation, for the element that holds it. */
const foreign = (text) => (language === "fr" && text && !DATA.french[text] ? "en" : null);

const two = (n) => String(n).padStart(2, "0");
/** The parts of a moment (seconds since the start), reckoned without the reader's own time zone. */
function parts(seconds) {
  const d = new Date(scene.epoch + Math.round(seconds) * 1000);
  return { hour: two(d.getUTCHours()), minute: two(d.getUTCMinutes()), day: d.getUTCDate(), week: d.getUTCDay(), month: d.getUTCMonth(), year: d.getUTCFullYear() };
}
const hm = (s) => { const p = parts(s); return p.hour + ":" + p.minute; };
/** The number of a day in its month. */
const dayNumber = (s) => { const { day } = parts(s); return day === 1 ? psay("day of a month", "1") : String(day); };
const named = (days, s) => say("{weekday} {day} {month}", { weekday: say(days[parts(s).week]), day: dayNumber(s), month: say(MONTHS[parts(s).month]) });
const dayName = (s) => named(DAYS, s);
const dayBrief = (s) => say("{day} {month}", { day: dayNumber(s), month: say(SHORT_MONTHS[parts(s).month]) });
const dayHm = (s) => say("{day} {clock}", { day: dayBrief(s), clock: hm(s) });
/** How a day may be written, the fullest first. */
const DAY_FORMS = [dayName, (s) => named(SHORT_DAYS, s), (s) => say("{weekday} {day}", { weekday: say(SHORT_DAYS[parts(s).week]), day: dayNumber(s) }), dayNumber];
/** Seconds since the start of a local ISO time. */
const secondsOf = (text) => (Date.parse(text.slice(0, 19) + "Z") - scene.epoch) / 1000;
const iso = (s) => { const p = parts(s); return `${p.year}-${two(p.month + 1)}-${two(p.day)}T${p.hour}:${p.minute}`; };
const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);
/** Minutes as 12 min or 3 h 05. */
function span(minutes) {
  const m = nearest(Math.abs(minutes));
  return m < 60 ? `${m} min` : `${Math.floor(m / 60)} h ${two(m % 60)}`;
}
/** A text of which no line breaks between a figure and its unit, or hours and their minutes. */
const tied = (text) => (typeof text !== "string" ? text : text.replace(/(\d) (?=(?:h|min|s)(?![\p{L}\d])|%)/gu, "$1\u00a0").replace(/(\u00a0h) (?=\d)/g, "$1\u00a0"));
const outcomeName = (name) => (DATA.outcomes[name] ? pick(DATA.outcomes[name].label) : name);
